// The route of lanes, for narrow models: samples in lanes, hidden values in registers, dense in the features. The kernels
// themselves are written by scripts/lane-kernels.mjs, one for each hidden size.
import { clear, sumLanes } from './arithmetic'
import { emptyCount } from './block'
import { outputWeightGradient, shape, weightGradient } from './context'
import { clearFeatureSums, flushFeatureSums } from './feature-sums'
import { computeLanePanels } from './lane-kernels'
import { clearInputPanels, fillInputPanels } from './panels'
import { addRestingSamples } from './resting-samples'

/** Errors and gradient of the batch that was begun. */
export function computeLanes(): void {
  const laneCount = 4 * shape.featureCount * shape.hiddenSize
  clearFeatureSums()
  clear(shape.hiddenBiasLanes, 4 * shape.hiddenPitch)
  clear(shape.weightLanes, laneCount)
  if (!shape.tied) clear(shape.outputWeightLanes, laneCount)
  clearInputPanels()
  for (let count = fillInputPanels(); count > 0; count = fillInputPanels()) {
    computeLanePanels(count)
    flushFeatureSums()
  }
  gather(shape.weightLanes, weightGradient)
  if (!shape.tied) gather(shape.outputWeightLanes, outputWeightGradient)
  for (let hidden: usize = 0; hidden < <usize>shape.hiddenSize; hidden++) {
    store<f32>(shape.hiddenBiasGradient + (hidden << 2), sumLanes(v128.load(shape.hiddenBiasLanes + (hidden << 4))))
  }
  addRestingSamples(emptyCount)
}

/** Sums the lanes of every weight, [feature, hidden, 4], into a gradient. */
function gather(lanes: usize, gradient: usize): void {
  for (let feature = 0; feature < shape.featureCount; feature++) {
    for (let hidden: usize = 0; hidden < <usize>shape.hiddenSize; hidden++) {
      store<f32>(gradient + (hidden << 2), sumLanes(v128.load(lanes)))
      lanes += 16
    }
    gradient += <usize>shape.hiddenPitch << 2
  }
}
