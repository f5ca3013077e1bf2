// The route of tiles, for wide models: blocks of samples in panels, outputs by register tiles. Inputs are panels as well
// where most are active, else entries; the way back is tiled as well where most outputs are live, else it follows them.
import { activateHidden, finishHiddenSlopes } from './hidden-row'
import { emptyCount } from './block'
import {
  bias, hiddenBias, member, outputWeightGradient, outputWeights, shape, weightGradient, weights,
} from './context'
import { prepareAcross } from './derived-weights'
import { clearFeatureSums, flushFeatureSums } from './feature-sums'
import { followLiveOutputs } from './live-outputs'
import { computeOutputSlopes } from './output-panels'
import { clearInputPanels, fillFromEntries, fillInputPanels, panelsToRows, rowsToPanels } from './panels'
import { addRestingSamples } from './resting-samples'
import { addRows, sumRows } from './rows'
import { addProduct, multiplyPanel } from './tile-products'

/** Errors and gradient of the batch that was begun. */
export function computeTiles(): void {
  prepareAcross()
  clearFeatureSums()
  const dense = member.denseInputs != 0
  if (dense) clearInputPanels()
  for (;;) {
    const count = dense ? fillInputPanels() : fillFromEntries()
    if (count == 0) break
    computeBlock(count, dense)
    flushFeatureSums()
  }
  addRestingSamples(emptyCount)
}

function computeBlock(count: i32, dense: bool): void {
  const panelCount = (count + 7) >> 3
  if (dense) hiddenFromPanels(panelCount)
  else hiddenFromEntries(count, panelCount)
  computeOutputs(panelCount)
  const live = computeOutputSlopes(count)
  const share = <f32>live / <f32>(count * shape.featureCount)
  if (share >= member.denseShare) {
    slopesFromTiles(panelCount)
    addProduct(
      shape.outputPanels, panelCount, shape.featurePitch, shape.hiddenRows, outputWeightGradient, <usize>shape.hiddenPitch << 2,
    )
  } else {
    followLiveOutputs(panelCount)
  }
  const pitch = <usize>shape.hiddenPitch << 2
  for (let sample: usize = 0; sample < <usize>count; sample++) {
    finishHiddenSlopes(shape.hiddenRows + sample * pitch, shape.slopeRows + sample * pitch)
  }
  if (dense) addProduct(shape.inputPanels, panelCount, shape.featurePitch, shape.slopeRows, weightGradient, pitch)
  else addInputRows(count)
}

/** Hidden values as panels and rows, from input panels. */
function hiddenFromPanels(panelCount: i32): void {
  const inputSize = <usize>shape.featurePitch << 5
  const hiddenSize = <usize>shape.hiddenPitch << 5
  for (let panel: usize = 0; panel < <usize>panelCount; panel++) {
    const target = shape.hiddenPanels + panel * hiddenSize
    multiplyPanel(
      shape.weightsAcross, <usize>shape.featurePitch << 2, shape.hiddenPitch, shape.featureCount,
      shape.inputPanels + panel * inputSize, hiddenBias, target,
    )
    if (shape.hiddenActivation) {
      for (let at = target; at < target + hiddenSize; at += 16) v128.store(at, f32x4.max(v128.load(at), f32x4.splat(0)))
    }
  }
  panelsToRows(shape.hiddenPanels, panelCount, shape.hiddenRows)
}

/** Hidden values as rows and panels, from entries. Rows that fill up the last panel are 0. */
function hiddenFromEntries(count: i32, panelCount: i32): void {
  const pitch = <usize>shape.hiddenPitch << 2
  let row = shape.hiddenRows
  for (let sample: usize = 0; sample < <usize>count; sample++) {
    const offset = shape.offsets + (sample << 2)
    const first = load<u32>(offset)
    const place = <usize>first << 2
    const entries = load<u32>(offset, 4) - first
    sumRows(shape.features + place, shape.values + place, entries, weights, pitch, hiddenBias, row, shape.hiddenPitch >> 2)
    activateHidden(row)
    row += pitch
  }
  memory.fill(row, 0, <usize>(8 * panelCount - count) * pitch)
  rowsToPanels(shape.hiddenRows, panelCount, shape.hiddenPanels)
}

function computeOutputs(panelCount: i32): void {
  const outputSize = <usize>shape.featurePitch << 5
  const hiddenSize = <usize>shape.hiddenPitch << 5
  for (let panel: usize = 0; panel < <usize>panelCount; panel++) {
    multiplyPanel(
      outputWeights, <usize>shape.hiddenPitch << 2, shape.featurePitch, shape.hiddenSize,
      shape.hiddenPanels + panel * hiddenSize, bias, shape.outputPanels + panel * outputSize,
    )
  }
}

/** Slopes in hidden values, as rows. */
function slopesFromTiles(panelCount: i32): void {
  const outputSize = <usize>shape.featurePitch << 5
  const hiddenSize = <usize>shape.hiddenPitch << 5
  for (let panel: usize = 0; panel < <usize>panelCount; panel++) {
    multiplyPanel(
      shape.outputWeightsAcross, <usize>shape.featurePitch << 2, shape.hiddenPitch, shape.featureCount,
      shape.outputPanels + panel * outputSize, shape.zeros, shape.slopePanels + panel * hiddenSize,
    )
  }
  panelsToRows(shape.slopePanels, panelCount, shape.slopeRows)
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
