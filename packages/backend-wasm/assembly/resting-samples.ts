// Samples without active features: all of them give the same output, so their loss and gradient are computed once and
// counted as often as they occur. Plain scalar code; it runs once a step over the features.
import { activate, floorOf, gelu, throughActivation } from './activation'
import {
  addHiddenSizes, bias, hiddenBias, outputWeightGradient, outputWeights, penaltySlope, shape, slopes,
} from './context'

/** Adds the share of this many resting samples to errors, gradient and penalty. */
export function addRestingSamples(count: i32): void {
  if (count == 0) return
  const pitch = <usize>shape.hiddenPitch << 2
  const moved = shape.hiddenBiasOffset >= 0
  const hidden = shape.hiddenRows
  const hiddenSlopes = shape.slopeRows
  if (moved) beginHidden(hidden, hiddenSlopes, pitch, <f32>count)
  const byGelu = shape.outputActivation == gelu
  const floor = floorOf(shape.outputActivation)
  for (let feature: usize = 0; feature < <usize>shape.featureCount; feature++) {
    const place = feature << 2
    const row = feature * pitch
    let sum = load<f32>(bias + place)
    if (moved) {
      for (let at: usize = 0; at < pitch; at += 4) sum += load<f32>(outputWeights + row + at) * load<f32>(hidden + at)
    }
    const sums = f32x4.splat(sum)
    const output = f32x4.extract_lane(byGelu ? activate(true, floor, sums) : activate(false, floor, sums), 0)
    const error = shape.errors + (feature << 3)
    store<f64>(error, load<f64>(error) + <f64>count * <f64>output * <f64>output)
    const outer = f32x4.splat(<f32>count * load<f32>(slopes + place) * output)
    const slopes4 = byGelu ? throughActivation(true, floor, sums, outer) : throughActivation(false, floor, sums, outer)
    const slope = f32x4.extract_lane(slopes4, 0)
    if (slope == 0) continue
    const biasGradient = shape.biasGradient + place
    store<f32>(biasGradient, load<f32>(biasGradient) + slope)
    if (!moved) continue
    for (let at: usize = 0; at < pitch; at += 4) {
      const gradient = outputWeightGradient + row + at
      store<f32>(gradient, load<f32>(gradient) + slope * load<f32>(hidden + at))
      store<f32>(hiddenSlopes + at, load<f32>(hiddenSlopes + at) + slope * load<f32>(outputWeights + row + at))
    }
  }
  if (moved) endHidden(hidden, hiddenSlopes, pitch)
}

/** Hidden values at rest, and the slope of their penalty. */
function beginHidden(hidden: usize, hiddenSlopes: usize, pitch: usize, count: f32): void {
  let sizes: f64 = 0
  for (let at: usize = 0; at < pitch; at += 4) {
    let value = load<f32>(hiddenBias + at)
    if (shape.hiddenActivation) value = max(value, <f32>0)
    store<f32>(hidden + at, value)
    sizes += <f64>abs(value)
    const direction: f32 = value > 0 ? 1 : value < 0 ? -1 : 0
    store<f32>(hiddenSlopes + at, count * penaltySlope * direction)
  }
  addHiddenSizes(<f64>count * sizes)
}

function endHidden(hidden: usize, hiddenSlopes: usize, pitch: usize): void {
  for (let at: usize = 0; at < pitch; at += 4) {
    if (shape.hiddenActivation && load<f32>(hidden + at) <= 0) continue
    const gradient = shape.hiddenBiasGradient + at
    store<f32>(gradient, load<f32>(gradient) + load<f32>(hiddenSlopes + at))
  }
}
