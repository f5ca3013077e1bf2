// Samples without active features: all of them give the same output, so their loss and gradient are computed once and
// counted as often as they occur. Plain scalar code; it runs once a step over the features.
import { activate, floorOf, throughActivation } from '../activation'
import { gelu } from '../constants'
import {
  addHiddenSizes, bias, hiddenBias, outputWeightGradient, outputWeights, lossScales, penaltyScale, shape,
} from '../context'

/** Adds the share of this many empty samples to errors, gradient and penalty. */
export function addEmptySamples(count: i32): void {
  if (count == 0) return
  const strideInBytes = <usize>shape.hiddenStride << 2
  const hasHiddenBias = shape.hiddenBiasOffset >= 0
  const hidden = shape.hiddenRows
  const hiddenGradients = shape.hiddenGradientRows
  if (hasHiddenBias) beginHidden(hidden, hiddenGradients, strideInBytes, <f32>count)
  const byGelu = shape.outputActivation == gelu
  const floor = floorOf(shape.outputActivation)
  for (let feature: usize = 0; feature < <usize>shape.featureCount; feature++) {
    const offset = feature << 2
    const row = feature * strideInBytes
    let sum = load<f32>(bias + offset)
    if (hasHiddenBias) {
      for (let at: usize = 0; at < strideInBytes; at += 4) sum += load<f32>(outputWeights + row + at) * load<f32>(hidden + at)
    }
    const sums = f32x4.splat(sum)
    const output = f32x4.extract_lane(byGelu ? activate(true, floor, sums) : activate(false, floor, sums), 0)
    const error = shape.errors + (feature << 3)
    store<f64>(error, load<f64>(error) + <f64>count * <f64>output * <f64>output)
    const outer = f32x4.splat(<f32>count * load<f32>(lossScales + offset) * output)
    const gradients4 = byGelu ? throughActivation(true, floor, sums, outer) : throughActivation(false, floor, sums, outer)
    const outputGradient = f32x4.extract_lane(gradients4, 0)
    if (outputGradient == 0) continue
    const biasGradient = shape.biasGradient + offset
    store<f32>(biasGradient, load<f32>(biasGradient) + outputGradient)
    if (!hasHiddenBias) continue
    for (let at: usize = 0; at < strideInBytes; at += 4) {
      const gradient = outputWeightGradient + row + at
      store<f32>(gradient, load<f32>(gradient) + outputGradient * load<f32>(hidden + at))
      store<f32>(hiddenGradients + at, load<f32>(hiddenGradients + at) + outputGradient * load<f32>(outputWeights + row + at))
    }
  }
  if (hasHiddenBias) endHidden(hidden, hiddenGradients, strideInBytes)
}

/** Hidden values at rest, and the gradient of their penalty. */
function beginHidden(hidden: usize, hiddenGradients: usize, strideInBytes: usize, count: f32): void {
  let sizes: f64 = 0
  for (let at: usize = 0; at < strideInBytes; at += 4) {
    let value = load<f32>(hiddenBias + at)
    if (shape.hiddenActivation) value = max(value, <f32>0)
    store<f32>(hidden + at, value)
    sizes += <f64>abs(value)
    const direction: f32 = value > 0 ? 1 : value < 0 ? -1 : 0
    store<f32>(hiddenGradients + at, count * penaltyScale * direction)
  }
  addHiddenSizes(<f64>count * sizes)
}

function endHidden(hidden: usize, hiddenGradients: usize, strideInBytes: usize): void {
  for (let at: usize = 0; at < strideInBytes; at += 4) {
    if (shape.hiddenActivation && load<f32>(hidden + at) <= 0) continue
    const gradient = shape.hiddenBiasGradient + at
    store<f32>(gradient, load<f32>(gradient) + load<f32>(hiddenGradients + at))
  }
}
