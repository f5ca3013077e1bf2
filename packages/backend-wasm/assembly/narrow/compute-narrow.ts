// The route of lanes, for narrow models: samples in lanes, dense in the features. Blocks of samples go forward and back
// panel by panel with hidden values in registers; gradients are then summed feature by feature with the sums in registers.
// The kernels themselves are written by scripts/narrow-kernels.mjs, one for each hidden size.
import { sumLanes } from '../arithmetic'
import { emptyCount } from '../step/block'
import { member, outputWeightGradient, shape, wantsGradient, weightGradient } from '../context'
import { clearErrorLanes, flushErrorLanes } from './error-lanes'
import { addNarrowErrors, addNarrowProduct, computeNarrowPanels } from './narrow-kernels'
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
  if (wantsGradient) computeNarrowPanels(count)
  else addNarrowErrors(count)
  flushErrorLanes()
  if (!wantsGradient) return
  const featureSize = <usize>shape.featureStride * rowSize
  const hiddenSize = <usize>shape.hiddenSize * rowSize
  addNarrowProduct(shape.outputPanels, shape.hiddenPanels, panelCount, outputWeightGradient)
  addPanelSums(shape.outputPanels, featureSize, panelCount, shape.featureCount, shape.biasGradient)
  addNarrowProduct(shape.inputPanels, shape.hiddenGradientPanels, panelCount, weightGradient)
  if (shape.hiddenBiasOffset < 0) return
  addPanelSums(shape.hiddenGradientPanels, hiddenSize, panelCount, shape.hiddenSize, shape.hiddenBiasGradient)
}

/** target[row] += Σ_sample panels[row, sample], panels being `panelSize` bytes apart. */
function addPanelSums(panels: usize, panelSize: usize, panelCount: i32, rowCount: i32, target: usize): void {
  const size = <usize>panelCount * panelSize
  for (const rowEnd = target + (<usize>rowCount << 2); target < rowEnd; target += 4) {
    let sum = f32x4.splat(0)
    for (let at = panels; at < panels + size; at += panelSize) {
      sum = f32x4.add(sum, f32x4.add(v128.load(at), v128.load(at, 16)))
    }
    store<f32>(target, load<f32>(target) + sumLanes(sum))
    panels += rowSize
  }
}
