// The route of rows: one sample at a time, features in lanes, all work as sums over lists of rows. Its cost follows active
// features and live outputs, so it is the route of sparse wide models; it needs nothing of the shape.
import { activate, relu, throughActivation } from './activation'
import { clear, multiplyAdd } from './arithmetic'
import { emptyCount, fillBlock } from './block'
import {
  hiddenBias, member, outputWeightGradient, outputWeights, shape, slopes, weightGradient, weights,
} from './context'
import { activateHidden, finishHiddenSlopes } from './hidden-row'
import { liveMask, storeLive } from './live-list'
import { addRestingSamples } from './resting-samples'
import { addRows, sumRows } from './rows'
import { prepareGram, prepareOutputWeightsAcross } from './derived-weights'

/** Errors and gradient of the batch that was begun. */
export function computeRows(): void {
  if (member.gram) prepareGram()
  else prepareOutputWeightsAcross()
  clear(shape.errorLanes, shape.featurePitch)
  clear(shape.targetRow, shape.featurePitch)
  for (let count = fillBlock(); count > 0; count = fillBlock()) {
    for (let sample = 0; sample < count; sample++) {
      const offset = shape.offsets + (<usize>sample << 2)
      const first = load<u32>(offset)
      computeSample(<usize>first << 2, load<u32>(offset, 4) - first)
    }
    flushErrors()
  }
  addRestingSamples(emptyCount)
}

function computeSample(first: usize, count: i32): void {
  const features = shape.features + first
  const values = shape.values + first
  const hidden = shape.hiddenRows
  const hiddenSlopes = shape.slopeRows
  const hiddenPitch = <usize>shape.hiddenPitch << 2
  const hiddenVectors = shape.hiddenPitch >> 2
  sumRows(features, values, count, weights, hiddenPitch, hiddenBias, hidden, hiddenVectors)
  activateHidden(hidden)
  computeOutputs(features, values, count, hidden)
  placeTargets(features, values, count)
  const live = collectLive()
  removeTargets(features, count)
  const liveIndices = shape.liveIndices
  const liveSlopes = shape.liveSlopes
  sumRows(liveIndices, liveSlopes, live, outputWeights, hiddenPitch, shape.zeros, hiddenSlopes, hiddenVectors)
  addRows(liveIndices, liveSlopes, live, outputWeightGradient, hiddenPitch, hidden, hiddenVectors)
  finishHiddenSlopes(hidden, hiddenSlopes)
  addRows(features, values, count, weightGradient, hiddenPitch, hiddenSlopes, hiddenVectors)
}

/** Sums before the output activation: from the Gram matrix by active inputs, or from the hidden values. */
function computeOutputs(features: usize, values: usize, count: i32, hidden: usize): void {
  const pitch = <usize>shape.featurePitch << 2
  const vectors = shape.featurePitch >> 2
  if (member.gram) sumRows(features, values, count, shape.gram, pitch, shape.restingOutputs, shape.outputRow, vectors)
  else sumRows(shape.ordinals, hidden, shape.hiddenSize, shape.outputWeightsAcross, pitch, shape.restingOutputs, shape.outputRow, vectors)
}

function placeTargets(features: usize, values: usize, count: i32): void {
  for (let at: usize = 0; at < <usize>count << 2; at += 4) {
    const value = load<f32>(values + at)
    store<f32>(shape.targetRow + (<usize>load<u32>(features + at) << 2), shape.target ? abs(value) : value)
  }
}

function removeTargets(features: usize, count: i32): void {
  for (let at: usize = 0; at < <usize>count << 2; at += 4) {
    store<f32>(shape.targetRow + (<usize>load<u32>(features + at) << 2), 0)
  }
}

/** Errors, bias gradient and the list of live outputs; says how many are live. */
function collectLive(): i32 {
  const kind = shape.outputActivation
  const errors = shape.errorLanes
  const biasGradient = shape.biasGradient
  const liveIndices = shape.liveIndices
  const liveSlopes = shape.liveSlopes
  const outputs = shape.outputRow
  const targets = shape.targetRow
  const end = <usize>shape.featurePitch << 2
  let places = i32x4(0, 1, 2, 3)
  let live: usize = 0
  for (let at: usize = 0; at < end; at += 16) {
    const sum = v128.load(outputs + at)
    const error = f32x4.sub(activate(kind, sum), v128.load(targets + at))
    // A dead output without a target is right: nothing to add.
    if (v128.any_true(error)) {
      v128.store(errors + at, multiplyAdd(v128.load(errors + at), error, error))
      const slope = throughActivation(kind, sum, f32x4.mul(error, v128.load(slopes + at)))
      const mask = liveMask(slope)
      v128.store(biasGradient + at, f32x4.add(v128.load(biasGradient + at), slope))
      storeLive(mask, slope, places, liveSlopes + (live << 2), liveIndices + (live << 2))
      live += popcnt(mask)
    }
    places = i32x4.add(places, i32x4.splat(4))
  }
  return <i32>live
}

/** Moves the errors of a block to their float64 sums, so that long batches keep their digits. */
function flushErrors(): void {
  const lanes = shape.errorLanes
  const errors = shape.errors
  for (let feature: usize = 0; feature < <usize>shape.featurePitch; feature++) {
    const sum = errors + (feature << 3)
    store<f64>(sum, load<f64>(sum) + <f64>load<f32>(lanes + (feature << 2)))
  }
  clear(lanes, shape.featurePitch)
}
