// The route of tiles, for wide models: blocks of samples in panels. Inputs are panels where many are active, else entries;
// sums of outputs come from hidden values by register tiles, or, where few inputs are active, from rows of the Gram matrix.
import { clear } from '../arithmetic'
import { byEntries, byLists, byPanels } from '../constants'
import { emptyCount } from '../step/block'
import { bias, hiddenBias, member, penaltyScale, shape, wantsGradient, weightGradient, weights } from '../context'
import { transposeWeights, prepareGram } from './derived-weights'
import { activateHidden, finishHiddenGradients } from './hidden-row'
import { addInputLists, hiddenFromLists } from './input-lists'
import { computeOutputs } from './output-group'
import {
  addPanelsToRows, clearInputPanels, fillFromEntries, fillInputPanels, panelsToRows, rowSize, rowsToPanels,
} from '../step/panels'
import { addEmptySamples } from '../step/empty-samples'
import { addRows, sumRows } from './row-kernels'
import { addProduct } from './sample-products'
import { multiplyPanel } from './tile-products'

/** Errors of the batch that was begun, and its gradient where it is wanted. */
export function computeWide(): void {
  transposeWeights()
  if (member.gram) prepareGram()
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
  computeHidden(count, panelCount)
  if (wantsGradient) clear(shape.hiddenGradientRows, 8 * panelCount * shape.hiddenStride)
  if (computeOutputs(count)) addPanelsToRows(shape.hiddenGradientPanels, panelCount, shape.hiddenGradientRows)
  const strideInBytes = <usize>shape.hiddenStride << 2
  if (!wantsGradient && penaltyScale == 0) return
  for (let sample: usize = 0; sample < <usize>count; sample++) {
    finishHiddenGradients(shape.hiddenRows + sample * strideInBytes, shape.hiddenGradientRows + sample * strideInBytes)
  }
  if (!wantsGradient) return
  if (member.inputs == byPanels) {
    const inputSize = <usize>shape.featureStride * rowSize
    addProduct(shape.inputPanels, inputSize, panelCount, shape.featureStride, shape.hiddenGradientRows, weightGradient, strideInBytes)
  } else if (member.inputs == byLists) {
    addInputLists()
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
  const inputSize = <usize>shape.featureStride << 5
  const hiddenSize = <usize>shape.hiddenStride << 5
  for (let panel: usize = 0; panel < <usize>panelCount; panel++) {
    const target = shape.hiddenPanels + panel * hiddenSize
    const inputs = shape.inputPanels + panel * inputSize
    const transposedStrideInBytes = <usize>shape.featureStride << 2
    multiplyPanel(shape.transposedWeights, transposedStrideInBytes, shape.hiddenStride, shape.featureCount, inputs, hiddenBias, target)
    if (!shape.hiddenActivation) continue
    for (let at = target; at < target + hiddenSize; at += 16) v128.store(at, f32x4.pmax(v128.load(at), f32x4.splat(0)))
  }
}

/** Hidden values as rows, and with the Gram matrix the sums of outputs. Rows that fill up the last panel are 0. */
function hiddenFromEntries(count: i32, panelCount: i32): void {
  const strideInBytes = <usize>shape.hiddenStride << 2
  const gramStrideInBytes = <usize>shape.featureStride << 2
  let row = shape.hiddenRows
  let sums = shape.gramRows
  for (let sample: usize = 0; sample < <usize>count; sample++) {
    const offset = shape.offsets + (sample << 2)
    const first = load<u32>(offset)
    const features = shape.features + (<usize>first << 2)
    const values = shape.values + (<usize>first << 2)
    const entries = load<u32>(offset, 4) - first
    sumRows(features, values, entries, weights, strideInBytes, hiddenBias, row, shape.hiddenStride >> 2)
    activateHidden(row)
    row += strideInBytes
    if (!member.gram) continue
    sumRows(features, values, entries, shape.gram, gramStrideInBytes, bias, sums, shape.featureStride >> 2)
    sums += gramStrideInBytes
  }
  const missing = <usize>(8 * panelCount - count)
  memory.fill(row, 0, missing * strideInBytes)
  if (member.gram) memory.fill(sums, 0, missing * gramStrideInBytes)
}

/** The inputs' share of the weight gradient, from entries. */
function addInputRows(count: i32): void {
  const strideInBytes = <usize>shape.hiddenStride << 2
  for (let sample: usize = 0; sample < <usize>count; sample++) {
    const offset = shape.offsets + (sample << 2)
    const first = load<u32>(offset)
    const entryOffset = <usize>first << 2
    const entries = load<u32>(offset, 4) - first
    const gradients = shape.hiddenGradientRows + sample * strideInBytes
    addRows(shape.features + entryOffset, shape.values + entryOffset, entries, weightGradient, strideInBytes, gradients, shape.hiddenStride >> 2)
  }
}
