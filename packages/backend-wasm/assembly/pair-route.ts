// The route of feature pairs, for wide sparse models with linear hidden values and neither hidden bias nor penalty: outputs
// are sums over active inputs of rows of the Gram matrix W · Vᵀ, and where many outputs are live, the way back is gathered
// in a matrix of the same shape, Σ input · slope, whose products with the weights are the gradient. With k active features
// both cost k · n a sample instead of m · n, and n² · m once a step.
import { activate, floorOf, targetMask, throughActivation } from './activation'
import { clear, multiplyAdd, sumCounts } from './arithmetic'
import { emptyCount, fillBlock } from './block'
import { bias, member, outputWeightGradient, outputWeights, shape, slopes, weightGradient, weights } from './context'
import { prepareGram } from './derived-weights'
import { liveMask, storeLive } from './live-list'
import { addPairGradient } from './pair-gradient'
import { addRestingSamples } from './resting-samples'
import { addRows, sumRows } from './rows'

/** Whether a sample of this batch went through pairs. */
let paired: bool = false

/** Errors and gradient of the batch that was begun. */
export function computePairs(): void {
  prepareGram()
  paired = false
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
  if (paired) addPairGradient()
  addRestingSamples(emptyCount)
}

function computeSample(first: usize, count: i32): void {
  const features = shape.features + first
  const values = shape.values + first
  const pitch = <usize>shape.featurePitch << 2
  const vectors = shape.featurePitch >> 2
  sumRows(features, values, count, shape.gram, pitch, bias, shape.outputRow, vectors)
  placeTargets(features, values, count)
  const live = computeSlopes()
  removeTargets(features, count)
  if (<f32>live < member.denseShare * <f32>shape.featureCount) {
    followLive(features, values, count)
    return
  }
  if (!paired) clear(shape.pairs, shape.featurePitch * shape.featurePitch)
  paired = true
  addRows(features, values, count, shape.pairs, pitch, shape.outputRow, vectors)
}

function placeTargets(features: usize, values: usize, count: i32): void {
  for (let at: usize = 0; at < <usize>count << 2; at += 4) {
    store<f32>(shape.targetRow + (<usize>load<u32>(features + at) << 2), load<f32>(values + at))
  }
}

function removeTargets(features: usize, count: i32): void {
  for (let at: usize = 0; at < <usize>count << 2; at += 4) {
    store<f32>(shape.targetRow + (<usize>load<u32>(features + at) << 2), 0)
  }
}

/** Turns the row of outputs into slopes, with errors and bias gradient; says how many are not 0. */
function computeSlopes(): i32 {
  const kind = shape.outputActivation
  const floor = floorOf(kind)
  const mask = targetMask(shape.target)
  const zero = f32x4.splat(0)
  const end = shape.outputRow + (<usize>shape.featurePitch << 2)
  let slopesAt = slopes
  let targetAt = shape.targetRow
  let errorAt = shape.errorLanes
  let biasAt = shape.biasGradient
  let live = i32x4.splat(0)
  for (let at = shape.outputRow; at < end; at += 16) {
    const sum = v128.load(at)
    const error = f32x4.sub(activate(kind, floor, sum), v128.and(v128.load(targetAt), mask))
    const slope = throughActivation(kind, floor, sum, f32x4.mul(error, v128.load(slopesAt)))
    v128.store(errorAt, multiplyAdd(v128.load(errorAt), error, error))
    v128.store(biasAt, f32x4.add(v128.load(biasAt), slope))
    v128.store(at, slope)
    live = i32x4.sub(live, f32x4.ne(slope, zero))
    slopesAt += 16
    targetAt += 16
    errorAt += 16
    biasAt += 16
  }
  return sumCounts(live)
}

/** The way back along the list of live outputs. */
function followLive(features: usize, values: usize, count: i32): void {
  const pitch = <usize>shape.hiddenPitch << 2
  const vectors = shape.hiddenPitch >> 2
  const hidden = shape.hiddenRows
  const hiddenSlopes = shape.slopeRows
  const live = listLive()
  sumRows(features, values, count, weights, pitch, shape.zeros, hidden, vectors)
  sumRows(shape.liveIndices, shape.liveSlopes, live, outputWeights, pitch, shape.zeros, hiddenSlopes, vectors)
  addRows(shape.liveIndices, shape.liveSlopes, live, outputWeightGradient, pitch, hidden, vectors)
  addRows(features, values, count, weightGradient, pitch, hiddenSlopes, vectors)
}

function listLive(): i32 {
  const end = <usize>shape.featurePitch << 2
  const indices = shape.liveIndices
  const liveSlopes = shape.liveSlopes
  let places = i32x4(0, 1, 2, 3)
  let live: usize = 0
  for (let at: usize = 0; at < end; at += 16) {
    const slope = v128.load(shape.outputRow + at)
    const mask = liveMask(slope)
    if (mask) {
      storeLive(mask, slope, places, liveSlopes + live, indices + live)
      live += <usize>popcnt(mask) << 2
    }
    places = i32x4.add(places, i32x4.splat(4))
  }
  return <i32>(live >> 2)
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
