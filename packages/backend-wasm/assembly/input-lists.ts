// Inputs in panels of which a good part is 0: hidden values and the inputs' share of the gradient, feature by feature along
// the list of samples in which it is active. Rows of the block stay in the first-level cache.
import { hiddenBias, shape, weightGradient, weights } from './context'
import { activateHidden } from './hidden-row'
import { rowSize } from './panels'
import { addRows, sumRows } from './rows'
import { listSamples } from './sample-list'

/** Hidden values as rows. */
export function hiddenFromLists(panelCount: i32): void {
  const pitch = <usize>shape.hiddenPitch << 2
  const panelSize = <usize>shape.featurePitch * rowSize
  const end = shape.hiddenRows + <usize>(8 * panelCount) * pitch
  for (let row = shape.hiddenRows; row < end; row += pitch) memory.copy(row, hiddenBias, pitch)
  for (let feature: usize = 0; feature < <usize>shape.featureCount; feature++) {
    const active = listSamples(shape.inputPanels + feature * rowSize, panelSize, panelCount)
    const row = weights + feature * pitch
    addRows(shape.listPlaces, shape.listNumbers, active, shape.hiddenRows, pitch, row, shape.hiddenPitch >> 2)
  }
  for (let row = shape.hiddenRows; row < end; row += pitch) activateHidden(row)
}

/** The inputs' share of the weight gradient. */
export function addInputLists(panelCount: i32): void {
  const pitch = <usize>shape.hiddenPitch << 2
  const panelSize = <usize>shape.featurePitch * rowSize
  for (let feature: usize = 0; feature < <usize>shape.featureCount; feature++) {
    const active = listSamples(shape.inputPanels + feature * rowSize, panelSize, panelCount)
    const row = weightGradient + feature * pitch
    sumRows(shape.listPlaces, shape.listNumbers, active, shape.slopeRows, pitch, row, row, shape.hiddenPitch >> 2)
  }
}
