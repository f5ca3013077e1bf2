/**
 * How much a small change of the input can hurt a tied ReLU-output model (paper §9). The analytic attacks are known
 * from the weights; the gradient's is there to compare.
 */
import { type SparseBatch, toDense } from '@digon/data'
import { gramMatrix } from '@digon/metrics'
import type { TiedModel } from '@digon/theory'

/**
 * Mean damage L′ − L of a sample's summed loss, in units of budget²: that is what an attack does to a model without
 * superposition, which passes the change of one learned feature on and nothing else.
 */
export interface AttackDamage {
  /** Length of the change: a share of the mean length of an input. */
  readonly budget: number
  /** Every sample is attacked along the feature's direction that hurts it most. */
  readonly perSample: number
  /** All samples are attacked along one feature's direction, the one that hurts most on average. */
  readonly fixedDirection: number
  /** Every sample is attacked along the gradient of its own loss. */
  readonly gradient: number
  /** Share of outputs that the ReLU holds at 0, where there is no gradient. */
  readonly outputsOff: number
}

/**
 * Feature i's direction is row i of W Wᵀ, scaled to the budget: of all changes of that length it moves output i most.
 *
 * @param batch what is attacked; the damage is against its own values.
 * @param share of the mean length of an input, > 0. Default 0.1 as in the paper.
 */
export function attackDamage(model: TiedModel, batch: SparseBatch, share = 0.1): AttackDamage {
  const { featureCount, sampleCount } = batch
  const inputs = toDense(batch)
  const gram = Float64Array.from(gramMatrix(model.weights).values)
  const budget = share * meanLength(batch)
  const responses = directionResponses(gram, featureCount, budget)
  const directionDamage = new Float64Array(responses.length)
  let [perSample, gradient, off] = [0, 0, 0]
  for (let sample = 0; sample < sampleCount; sample++) {
    const input = inputs.subarray(sample * featureCount, (sample + 1) * featureCount)
    const before = preActivations(gram, model.bias, input)
    const loss = summedLoss(input, before)
    let worst = Number.NEGATIVE_INFINITY
    for (let direction = 0; direction < responses.length; direction++) {
      const damage = summedLoss(input, before, responses[direction]!) - loss
      directionDamage[direction]! += damage
      if (damage > worst) worst = damage
    }
    perSample += responses.length === 0 ? 0 : worst
    gradient += summedLoss(input, before, gradientResponse(gram, input, before, budget)) - loss
    for (const value of before) if (value <= 0) off++
  }
  const unit = sampleCount * budget * budget
  return {
    budget,
    perSample: perSample / unit,
    fixedDirection: directionDamage.reduce((most, damage) => Math.max(most, damage), 0) / unit,
    gradient: gradient / unit,
    outputsOff: off / (sampleCount * featureCount),
  }
}

/** Mean length of the samples. */
export function meanLength(batch: SparseBatch): number {
  const inputs = toDense(batch)
  let sum = 0
  for (let start = 0; start < inputs.length; start += batch.featureCount) {
    sum += Math.hypot(...inputs.subarray(start, start + batch.featureCount))
  }
  return sum / batch.sampleCount
}

/** How every feature's attack moves pre-activations, `[direction][output]`; a feature that is not stored has none. */
function directionResponses(gram: Float64Array, featureCount: number, budget: number): Float64Array[] {
  const rows = Array.from({ length: featureCount }, (_, i) => gram.subarray(i * featureCount, (i + 1) * featureCount))
  return rows.filter((direction) => Math.hypot(...direction) > 0).map((direction) => response(gram, direction, budget))
}

/** W Wᵀ δ, where δ is the direction at the budget's length. */
function response(gram: Float64Array, direction: Float64Array, budget: number): Float64Array {
  const scale = budget / Math.hypot(...direction)
  return applied(gram, direction).map((value) => value * scale)
}

function preActivations(gram: Float64Array, bias: ArrayLike<number>, input: Float32Array): Float64Array {
  const result = applied(gram, input)
  for (let output = 0; output < result.length; output++) result[output]! += bias[output]!
  return result
}

/** W Wᵀ times a vector. Zeros of the vector cost nothing. */
function applied(gram: Float64Array, vector: Float32Array | Float64Array): Float64Array {
  const result = new Float64Array(vector.length)
  for (let feature = 0; feature < vector.length; feature++) {
    const value = vector[feature]!
    if (value === 0) continue
    const start = feature * vector.length
    for (let output = 0; output < result.length; output++) result[output]! += gram[start + output]! * value
  }
  return result
}

/** Zero where no output that is on has an error. */
function gradientResponse(gram: Float64Array, input: Float32Array, before: Float64Array, budget: number): Float64Array {
  const errors = before.map((value, output) => (value > 0 ? value - input[output]! : 0))
  const direction = applied(gram, errors)
  return Math.hypot(...direction) > 0 ? response(gram, direction, budget) : new Float64Array(before.length)
}

function summedLoss(input: Float32Array, before: Float64Array, change?: Float64Array): number {
  let sum = 0
  for (let output = 0; output < before.length; output++) {
    const value = change === undefined ? before[output]! : before[output]! + change[output]!
    const error = input[output]! - Math.max(0, value)
    sum += error * error
  }
  return sum
}
