// The route of lanes, for narrow models: samples in lanes, dense in the features. Blocks of samples go forward and back
// panel by panel with hidden values in registers; gradients are then summed feature by feature with the sums in registers.
// The kernels themselves are written by scripts/narrow-kernels.mjs, one for each hidden size.
import { sumLanes } from '../arithmetic'
import { emptyCount } from '../step/block'
import { member, outputWeightGradient, shape, wantsGradient, weightGradient } from '../context'
import { clearErrorLanes, flushErrorLanes } from './error-lanes'
import { addNarrowProduct, computeNarrowPanels } from './narrow-kernels'
import { byEntries } from '../constants'
import { clearInputPanels, fillFromEntries, fillInputPanels, rowSize } from '../step/panels'
import { addEmptySamples } from '../step/empty-samples'

/** Errors of the batch that was begun, and its gradient where it is wanted. */
export function computeNarrow(): void {
  clearErrorLanes()
  if (member.inputs != byEntries) clearInputPanels()
  for (;;) {
    const count = member.inputs == byEntries ? fillFromEntries() : fillInputPanels()
    if (count == 0) break
    computeBlock(count)
  }
  addEmptySamples(emptyCount)
}

function computeBlock(count: i32): void {
  const panelCount = (count + 7) >> 3
  computeNarrowPanels(count)
  flushErrorLanes()
  if (!wantsGradient) return
  addNarrowProduct(shape.outputPanels, shape.hiddenPanels, panelCount, outputWeightGradient, shape.biasGradient)
  addNarrowProduct(shape.inputPanels, shape.hiddenGradientPanels, panelCount, weightGradient, shape.unreadSums)
  if (shape.hiddenBiasOffset >= 0) addHiddenBiasGradient(panelCount)
}

function addHiddenBiasGradient(panelCount: i32): void {
  const size = <usize>shape.hiddenSize * rowSize
  for (let hidden: usize = 0; hidden < <usize>shape.hiddenSize; hidden++) {
    const first = shape.hiddenGradientPanels + hidden * rowSize
    let sum = f32x4.splat(0)
    for (let at = first; at < first + <usize>panelCount * size; at += size) {
      sum = f32x4.add(sum, f32x4.add(v128.load(at), v128.load(at, 16)))
    }
    const gradient = shape.hiddenBiasGradient + (hidden << 2)
    store<f32>(gradient, load<f32>(gradient) + sumLanes(sum))
  }
}
