/**
 * Training against attacks (paper §9): every sample is attacked along the direction of a feature drawn at random, and the model must
 * still put out what it would have been given. The inputs depend on the weights, which no engine can do, so this is written out for
 * small models: tied weights, an output bias and a ReLU, AdamW on a quarter cosine.
 */
import { deriveSeed, sampleBatch, toDense, wordsAt } from '@digon/data'
import { matrix } from '@digon/matrix'
import type { TiedModel } from '@digon/theory'

export interface AttackedTraining {
  /** Features are independent, each active with this probability. */
  readonly probability: number
  /** Length of every attack, ≥ 0; 0 is training without attacks. */
  readonly budget: number
  readonly seed: number
  readonly steps: number
  readonly batchSize: number
  readonly learningRate: number
}

const [beta1, beta2, epsilon, weightDecay] = [0.9, 0.999, 1e-8, 0.01]
/** Free for other uses than those of @digon/data. */
const attackedFeature = 5

/** The model after training on from `start`, which stays as it is. */
export function trainAttacked(start: TiedModel, training: AttackedTraining): TiedModel {
  const { probability, seed, steps, batchSize, learningRate } = training
  const { rows, columns } = start.weights
  const parameters = Float64Array.from([...start.weights.values, ...Array.from(start.bias)])
  const [first, second] = [new Float64Array(parameters.length), new Float64Array(parameters.length)]
  const fresh = { featureCount: rows, seed: deriveSeed(seed, ['attacked training']), sampleCount: batchSize }
  const modelOf = (): TiedModel => ({
    weights: matrix(rows, columns, parameters.slice(0, rows * columns)),
    bias: parameters.slice(rows * columns),
  })
  for (let step = 1; step <= steps; step++) {
    const inputs = toDense(sampleBatch({ kind: 'independent', probability }, { ...fresh, step }))
    const attacked = wordsAt(fresh.seed, attackedFeature, step, 0, batchSize).map((word) => word % rows)
    const gradient = attackedGradient(modelOf(), inputs, attacked, training.budget).gradient
    const rate = learningRate * Math.cos((Math.PI / 2) * ((step - 1) / steps))
    for (const [k, value] of gradient.entries()) {
      first[k] = beta1 * first[k]! + (1 - beta1) * value
      second[k] = beta2 * second[k]! + (1 - beta2) * value * value
      const size = Math.sqrt(second[k]! / (1 - beta2 ** step)) + epsilon
      parameters[k]! *= 1 - rate * weightDecay
      parameters[k]! -= (rate * first[k]!) / (1 - beta1 ** step) / size
    }
  }
  return modelOf()
}

/**
 * Mean over samples and features of (x − output(x + δ))², and its gradient, `[weights, then bias]`. An attack δ counts as given.
 *
 * @param inputs `[sample, feature]`.
 * @param attacked `[sample]`: the feature whose direction W W_i, at the length of the budget, is added.
 */
export function attackedGradient(
  { weights: { rows, columns, values: weights }, bias }: TiedModel,
  inputs: ArrayLike<number>,
  attacked: ArrayLike<number>,
  budget: number,
): { readonly loss: number; readonly gradient: Float64Array } {
  const directions = unitDirections(weights, rows, columns)
  const gradient = new Float64Array(rows * columns + rows)
  const input = new Float64Array(rows)
  const [hidden, hiddenSlope] = [new Float64Array(columns), new Float64Array(columns)]
  const scale = 1 / (attacked.length * rows)
  let loss = 0
  for (let sample = 0; sample < attacked.length; sample++) {
    const direction = attacked[sample]! * rows
    hidden.fill(0)
    hiddenSlope.fill(0)
    for (let i = 0; i < rows; i++) {
      input[i] = inputs[sample * rows + i]! + budget * directions[direction + i]!
      for (let h = 0; h < columns; h++) hidden[h]! += weights[i * columns + h]! * input[i]!
    }
    for (let i = 0; i < rows; i++) {
      let output = bias[i]!
      for (let h = 0; h < columns; h++) output += weights[i * columns + h]! * hidden[h]!
      const error = Math.max(0, output) - inputs[sample * rows + i]!
      loss += scale * error * error
      if (output <= 0) continue
      const slope = 2 * scale * error
      gradient[rows * columns + i]! += slope
      for (let h = 0; h < columns; h++) {
        gradient[i * columns + h]! += slope * hidden[h]!
        hiddenSlope[h]! += slope * weights[i * columns + h]!
      }
    }
    for (let i = 0; i < rows; i++) {
      for (let h = 0; h < columns; h++) gradient[i * columns + h]! += hiddenSlope[h]! * input[i]!
    }
  }
  return { loss, gradient }
}

/** Rows of W Wᵀ at length 1, `[feature, feature]`; zeros for a feature that is not stored. */
function unitDirections(weights: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const directions = new Float64Array(rows * rows)
  for (let i = 0; i < rows; i++) {
    let square = 0
    for (let j = 0; j < rows; j++) {
      let product = 0
      for (let h = 0; h < columns; h++) product += weights[i * columns + h]! * weights[j * columns + h]!
      directions[i * rows + j] = product
      square += product * product
    }
    const length = Math.sqrt(square)
    for (let j = 0; j < rows && length > 0; j++) directions[i * rows + j]! /= length
  }
  return directions
}
