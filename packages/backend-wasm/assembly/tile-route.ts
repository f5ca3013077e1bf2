// The route of tiles, for wide models: blocks of samples in panels. Inputs are panels where many are active, else entries;
// sums of outputs come from hidden values by register tiles, or, where few inputs are active, from rows of the Gram matrix.
import { clear } from './arithmetic'
import { emptyCount } from './block'
import { bias, hiddenBias, member, shape, wantsGradient, weightGradient, weights } from './context'
import { prepareAcross, prepareGram } from './derived-weights'
import { activateHidden, finishHiddenSlopes } from './hidden-row'
import { addInputLists, hiddenFromLists } from './input-lists'
import { computeOutputs } from './output-group'
import {
  addPanelsToRows, byEntries, byLists, byPanels, clearInputPanels, fillFromEntries, fillInputPanels, panelsToRows, rowSize, rowsToPanels,
} from './panels'
import { addRestingSamples } from './resting-samples'
import { addRows, sumRows } from './rows'
import { addProduct } from './sample-products'
import { multiplyPanel } from './tile-products'

/** Errors of the batch that was begun, and its gradient where it is wanted. */
export function computeTiles(): void {
  prepareAcross()
  if (member.gram) prepareGram()
  if (member.inputs != byEntries) clearInputPanels()
  for (;;) {
    const count = member.inputs == byEntries ? fillFromEntries() : fillInputPanels()
    if (count == 0) break
    computeBlock(count)
  }
  addRestingSamples(emptyCount)
}

function computeBlock(count: i32): void {
  const panelCount = (count + 7) >> 3
  computeHidden(count, panelCount)
  clear(shape.slopeRows, 8 * panelCount * shape.hiddenPitch)
  if (computeOutputs(count)) addPanelsToRows(shape.slopePanels, panelCount, shape.slopeRows)
  const pitch = <usize>shape.hiddenPitch << 2
  for (let sample: usize = 0; sample < <usize>count; sample++) {
    finishHiddenSlopes(shape.hiddenRows + sample * pitch, shape.slopeRows + sample * pitch)
  }
  if (!wantsGradient) return
  if (member.inputs == byPanels) {
    const inputSize = <usize>shape.featurePitch * rowSize
    addProduct(shape.inputPanels, inputSize, panelCount, shape.featurePitch, shape.slopeRows, weightGradient, pitch)
  } else if (member.inputs == byLists) {
    addInputLists(panelCount)
  } else {
    addInputRows(count)
  }
}

/** Hidden values as rows; as panels too, or with the Gram matrix the sums of outputs. */
function computeHidden(count: i32, panelCount: i32): void {
  if (member.inputs == byPanels) {
    hiddenFromPanels(panelCount)
    panelsToRows(shape.hiddenPanels, panelCount, shape.hiddenRows)
    return
  }
  if (member.inputs == byLists) hiddenFromLists(panelCount)
  else hiddenFromEntries(count, panelCount)
  if (!member.gram) rowsToPanels(shape.hiddenRows, panelCount, shape.hiddenPanels)
}

/** Hidden values as panels, from input panels. */
function hiddenFromPanels(panelCount: i32): void {
  const inputSize = <usize>shape.featurePitch << 5
  const hiddenSize = <usize>shape.hiddenPitch << 5
  for (let panel: usize = 0; panel < <usize>panelCount; panel++) {
    const target = shape.hiddenPanels + panel * hiddenSize
    const inputs = shape.inputPanels + panel * inputSize
    const across = <usize>shape.featurePitch << 2
    multiplyPanel(shape.weightsAcross, across, shape.hiddenPitch, shape.featureCount, inputs, hiddenBias, target)
    if (!shape.hiddenActivation) continue
    for (let at = target; at < target + hiddenSize; at += 16) v128.store(at, f32x4.pmax(v128.load(at), f32x4.splat(0)))
  }
}

/** Hidden values as rows, and with the Gram matrix the sums of outputs. Rows that fill up the last panel are 0. */
function hiddenFromEntries(count: i32, panelCount: i32): void {
  const pitch = <usize>shape.hiddenPitch << 2
  const gramPitch = <usize>shape.featurePitch << 2
  let row = shape.hiddenRows
  let sums = shape.gramRows
  for (let sample: usize = 0; sample < <usize>count; sample++) {
    const offset = shape.offsets + (sample << 2)
    const first = load<u32>(offset)
    const features = shape.features + (<usize>first << 2)
    const values = shape.values + (<usize>first << 2)
    const entries = load<u32>(offset, 4) - first
    sumRows(features, values, entries, weights, pitch, hiddenBias, row, shape.hiddenPitch >> 2)
    activateHidden(row)
    row += pitch
    if (!member.gram) continue
    sumRows(features, values, entries, shape.gram, gramPitch, bias, sums, shape.featurePitch >> 2)
    sums += gramPitch
  }
  const missing = <usize>(8 * panelCount - count)
  memory.fill(row, 0, missing * pitch)
  if (member.gram) memory.fill(sums, 0, missing * gramPitch)
}

/** The inputs' share of the weight gradient, from entries. */
function addInputRows(count: i32): void {
  const pitch = <usize>shape.hiddenPitch << 2
  for (let sample: usize = 0; sample < <usize>count; sample++) {
    const offset = shape.offsets + (sample << 2)
    const first = load<u32>(offset)
    const place = <usize>first << 2
    const entries = load<u32>(offset, 4) - first
    const slopes = shape.slopeRows + sample * pitch
    addRows(shape.features + place, shape.values + place, entries, weightGradient, pitch, slopes, shape.hiddenPitch >> 2)
  }
}
