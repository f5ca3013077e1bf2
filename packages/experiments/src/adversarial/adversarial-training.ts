/**
 * Training against attacks (paper §9): every sample is attacked along the direction of a feature drawn at random, and the model must
 * still put out what it would have been given. The inputs depend on the weights, which no engine can do, so this is written out for
 * small models: tied weights, an output bias and a ReLU, AdamW on a quarter cosine.
 */
import { deriveSeed, sampleBatch, toDense, wordsAt } from '@digon/data'
import { matrix } from '@digon/matrix'
import { defineEnsemble, stepCoefficients } from '@digon/model'
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

/** Free for other uses than those of @digon/data. */
const attackedFeature = 5

/** The model after training on from `start`, which stays as it is. */
export function trainAttacked(start: TiedModel, training: AttackedTraining): TiedModel {
  const { probability, budget, seed, steps, batchSize, learningRate } = training
  const { rows, columns } = start.weights
  const rates = defineEnsemble({
    model: { featureCount: rows, hiddenSize: columns },
    optimizer: { schedule: { kind: 'cosine', totalSteps: steps } },
    members: { seed, learningRate, data: { probability } },
  })
  const { beta1, beta2, epsilon } = rates.optimizer
  const parameters = Float64Array.from([...start.weights.values, ...Array.from(start.bias)])
  const [first, second] = [new Float64Array(parameters.length), new Float64Array(parameters.length)]
  const model = {
    weights: matrix(rows, columns, parameters.subarray(0, rows * columns)),
    bias: parameters.subarray(rows * columns),
  }
  const fresh = { featureCount: rows, seed: deriveSeed(seed, ['attacked training']), sampleCount: batchSize }
  for (let step = 0; step < steps; step++) {
    const inputs = toDense(sampleBatch({ kind: 'independent', probability }, { ...fresh, step }))
    const attacked = wordsAt(fresh.seed, attackedFeature, step, 0, batchSize).map((word) => word % rows)
    const { gradient } = attackedGradient(model, inputs, attacked, budget)
    const { learningRates, decayFactors, firstCorrection, secondCorrection } = stepCoefficients(rates, step)
    for (const [k, slope] of gradient.entries()) {
      first[k] = beta1 * first[k]! + (1 - beta1) * slope
      second[k] = beta2 * second[k]! + (1 - beta2) * slope * slope
      const size = Math.sqrt(second[k]!) * secondCorrection + epsilon
      parameters[k] = parameters[k]! * decayFactors[0]! - (learningRates[0]! * first[k]! * firstCorrection) / size
    }
  }
  return model
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
    for (let i = 0, row = 0; i < rows; i++, row += columns) {
      const value = inputs[sample * rows + i]! + budget * directions[direction + i]!
      input[i] = value
      for (let h = 0; h < columns; h++) hidden[h]! += weights[row + h]! * value
    }
    for (let i = 0, row = 0; i < rows; i++, row += columns) {
      let output = bias[i]!
      for (let h = 0; h < columns; h++) output += weights[row + h]! * hidden[h]!
      const error = Math.max(0, output) - inputs[sample * rows + i]!
      loss += scale * error * error
      if (output <= 0) continue
      const slope = 2 * scale * error
      gradient[rows * columns + i]! += slope
      for (let h = 0; h < columns; h++) {
        gradient[row + h]! += slope * hidden[h]!
        hiddenSlope[h]! += slope * weights[row + h]!
      }
    }
    for (let i = 0, row = 0; i < rows; i++, row += columns) {
      const value = input[i]!
      for (let h = 0; h < columns; h++) gradient[row + h]! += hiddenSlope[h]! * value
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
