// From the sums before the output activation, in panels, to errors and to the slopes of the loss in these sums, in place.
import { activate, floorOf, targetMask, throughActivation } from './activation'
import { multiplyAdd, sumCounts } from './arithmetic'
import { shape, slopes } from './context'
import { laneMask, rowSize } from './panels'

/** Turns the output panels of this many samples into slopes; says how many are not 0. */
export function computeOutputSlopes(sampleCount: i32): i32 {
  const panelSize = <usize>shape.featurePitch << 5
  let live = 0
  let panel: usize = 0
  for (let sample = 0; sample < sampleCount; sample += 8) {
    const left = sampleCount - sample
    live += computePanel(shape.outputPanels + panel, shape.inputPanels + panel, laneMask(left), laneMask(left - 4))
    panel += panelSize
  }
  return live
}

function computePanel(outputs: usize, inputs: usize, firstMask: v128, secondMask: v128): i32 {
  const kind = shape.outputActivation
  const floor = floorOf(kind)
  const targets = targetMask(shape.target)
  const zero = f32x4.splat(0)
  const end = outputs + <usize>shape.featureCount * rowSize
  let slopesAt = slopes
  let errorAt = shape.errorLanes
  let biasAt = shape.biasLanes
  let live = i32x4.splat(0)
  for (; outputs < end; outputs += rowSize) {
    const scale = v128.load32_splat(slopesAt)
    const sum0 = v128.load(outputs)
    const sum1 = v128.load(outputs, 16)
    const target0 = v128.and(v128.load(inputs), targets)
    const target1 = v128.and(v128.load(inputs, 16), targets)
    const error0 = v128.and(f32x4.sub(activate(kind, floor, sum0), target0), firstMask)
    const error1 = v128.and(f32x4.sub(activate(kind, floor, sum1), target1), secondMask)
    v128.store(errorAt, multiplyAdd(multiplyAdd(v128.load(errorAt), error0, error0), error1, error1))
    const slope0 = throughActivation(kind, floor, sum0, f32x4.mul(error0, scale))
    const slope1 = throughActivation(kind, floor, sum1, f32x4.mul(error1, scale))
    v128.store(biasAt, f32x4.add(v128.load(biasAt), f32x4.add(slope0, slope1)))
    v128.store(outputs, slope0)
    v128.store(outputs, slope1, 16)
    live = i32x4.sub(live, i32x4.add(f32x4.ne(slope0, zero), f32x4.ne(slope1, zero)))
    inputs += rowSize
    slopesAt += 4
    errorAt += 16
    biasAt += 16
  }
  return sumCounts(live)
}
