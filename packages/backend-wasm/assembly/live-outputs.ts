// The way back of tiles where few outputs are live: feature by feature, along the list of samples in which it is.
import { clear } from './arithmetic'
import { outputWeightGradient, outputWeights, shape } from './context'
import { liveMask, storeLive } from './live-list'
import { rowSize } from './panels'
import { addRows, sumRows } from './rows'

/** Slopes in hidden values, as rows, and the output weights' gradient, from the slopes in the output panels. */
export function followLiveOutputs(panelCount: i32): void {
  const pitch = <usize>shape.hiddenPitch << 2
  const vectors = shape.hiddenPitch >> 2
  clear(shape.slopeRows, 8 * panelCount * shape.hiddenPitch)
  for (let feature: usize = 0; feature < <usize>shape.featureCount; feature++) {
    const live = listSamples(shape.outputPanels + feature * rowSize, panelCount)
    if (live == 0) continue
    const gradient = outputWeightGradient + feature * pitch
    sumRows(shape.liveIndices, shape.liveSlopes, live, shape.hiddenRows, pitch, gradient, gradient, vectors)
    addRows(shape.liveIndices, shape.liveSlopes, live, shape.slopeRows, pitch, outputWeights + feature * pitch, vectors)
  }
}

/** Lists the samples in which a feature's output is live; says how many. */
function listSamples(row: usize, panelCount: i32): i32 {
  const panelSize = <usize>shape.featurePitch << 5
  const places = shape.liveIndices
  const slopes = shape.liveSlopes
  let live: usize = 0
  let samples = i32x4(0, 1, 2, 3)
  const step = i32x4.splat(4)
  for (let panel = 0; panel < panelCount; panel++) {
    const first = v128.load(row)
    const firstMask = liveMask(first)
    storeLive(firstMask, first, samples, slopes + live, places + live)
    live += <usize>popcnt(firstMask) << 2
    samples = i32x4.add(samples, step)
    const second = v128.load(row, 16)
    const secondMask = liveMask(second)
    storeLive(secondMask, second, samples, slopes + live, places + live)
    live += <usize>popcnt(secondMask) << 2
    samples = i32x4.add(samples, step)
    row += panelSize
  }
  return <i32>(live >> 2)
}
