// Inputs in panels of which a good part is 0: hidden values and the inputs' share of the gradient, feature by feature along
// the list of samples in which it is active. Lists are made once for a block, and stand where its entries stood, which are in
// the panels by now. Rows of the block stay in the first-level cache.
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
  let listed: usize = 0
  for (let feature: usize = 0; feature < <usize>shape.featureCount; feature++) {
    const indices = shape.features + listed
    const numbers = shape.values + listed
    const active = listSamples(shape.inputPanels + feature * rowSize, panelSize, panelCount, indices, numbers)
    addRows(indices, numbers, active, shape.hiddenRows, strideInBytes, weights + feature * strideInBytes, shape.hiddenStride >> 2)
    listed += <usize>active << 2
    store<u32>(shape.listEnds + (feature << 2), <u32>listed)
  }
  for (let row = shape.hiddenRows; row < end; row += strideInBytes) activateHidden(row)
}

/** The inputs' share of the weight gradient, along the same lists. */
export function addInputLists(): void {
  const strideInBytes = <usize>shape.hiddenStride << 2
  let row = weightGradient
  let start: usize = 0
  for (let feature: usize = 0; feature < <usize>shape.featureCount; feature++) {
    const end = <usize>load<u32>(shape.listEnds + (feature << 2))
    const active = <i32>((end - start) >> 2)
    sumRows(
      shape.features + start, shape.values + start, active, shape.hiddenGradientRows, strideInBytes, row, row, shape.hiddenStride >> 2,
    )
    row += strideInBytes
    start = end
  }
}
