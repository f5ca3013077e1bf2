// Inputs in panels of which a good part is 0: hidden values and the inputs' share of the gradient, feature by feature along
// the list of samples in which it is active. Rows of the block stay in the first-level cache.
import { hiddenBias, shape, weightGradient, weights } from '../context'
import { activateHidden } from './hidden-row'
import { rowSize } from '../step/panels'
import { addRows, sumRows } from './row-kernels'
import { listSamples } from './sample-list'

/** Hidden values as rows. */
export function hiddenFromLists(panelCount: i32): void {
  const strideInBytes = <usize>shape.hiddenStride << 2
  const panelSize = <usize>shape.featureStride * rowSize
  const end = shape.hiddenRows + <usize>(8 * panelCount) * strideInBytes
  for (let row = shape.hiddenRows; row < end; row += strideInBytes) memory.copy(row, hiddenBias, strideInBytes)
  for (let feature: usize = 0; feature < <usize>shape.featureCount; feature++) {
    const active = listSamples(shape.inputPanels + feature * rowSize, panelSize, panelCount)
    const row = weights + feature * strideInBytes
    addRows(shape.listIndices, shape.listNumbers, active, shape.hiddenRows, strideInBytes, row, shape.hiddenStride >> 2)
  }
  for (let row = shape.hiddenRows; row < end; row += strideInBytes) activateHidden(row)
}

/** The inputs' share of the weight gradient. */
export function addInputLists(panelCount: i32): void {
  const strideInBytes = <usize>shape.hiddenStride << 2
  const panelSize = <usize>shape.featureStride * rowSize
  for (let feature: usize = 0; feature < <usize>shape.featureCount; feature++) {
    const active = listSamples(shape.inputPanels + feature * rowSize, panelSize, panelCount)
    const row = weightGradient + feature * strideInBytes
    sumRows(shape.listIndices, shape.listNumbers, active, shape.hiddenGradientRows, strideInBytes, row, row, shape.hiddenStride >> 2)
  }
}
