/**
 * Descent on the exact loss over weights and biases. It asks for thousands of losses, so what does not depend on the model is done once
 * and nothing is checked: callers check the start.
 */
import { matrix } from '@digon/matrix'
import type { ActiveFeatures } from './grouped-features.js'
import { minimize } from './minimize.js'
import { outputLoss } from './output-loss.js'
import type { TiedModel } from './tied-model.js'

/** Of the loss averaged over features: leaves an error of the loss far below 1e-9. */
const gradientTolerance = 1e-6

/**
 * 1/n Σ_i I_i E(x_i − output_i)² as a function of a model.
 *
 * @param patterns sets of active features with their probabilities.
 * @param importance `[feature]`
 * @returns takes weights `[feature, hidden]` and biases `[feature]`.
 */
export function lossOver(
  patterns: readonly ActiveFeatures[],
  importance: readonly number[],
  hiddenSize: number,
): (weights: ArrayLike<number>, bias: ArrayLike<number>) => number {
  const featureCount = importance.length
  /** W Wᵀ */
  const gram = importance.map(() => new Float64Array(featureCount))
  return (weights, bias) => {
    for (let i = 0; i < featureCount; i++) {
      for (let j = 0; j <= i; j++) {
        let product = 0
        for (let k = 0; k < hiddenSize; k++) product += weights[i * hiddenSize + k]! * weights[j * hiddenSize + k]!
        gram[i]![j] = product
        gram[j]![i] = product
      }
    }
    let loss = 0
    for (const { features, probability } of patterns) {
      for (let i = 0; i < featureCount; i++) {
        const weight = probability * importance[i]!
        if (weight > 0) loss += weight * outputLoss(gram[i]!, bias[i]!, i, features)
      }
    }
    return loss / featureCount
  }
}

/** The local minimum that descent reaches from a model; with `freeBias` false biases stay as they are. */
export function descend(
  start: TiedModel,
  patterns: readonly ActiveFeatures[],
  importance: readonly number[],
  freeBias: boolean,
): { readonly model: TiedModel; readonly loss: number } {
  const { rows, columns, values } = start.weights
  const startBias = Array.from(start.bias)
  const lossAt = lossOver(patterns, importance, columns)
  const biasIn = (point: Float64Array) => (freeBias ? point.subarray(values.length) : startBias)
  const { point, value } = minimize(
    (candidate) => lossAt(candidate, biasIn(candidate)),
    freeBias ? [...values, ...startBias] : values,
    gradientTolerance,
  )
  const weights = matrix(rows, columns, point.slice(0, values.length))
  return { model: { weights, bias: biasIn(point).slice() }, loss: value }
}
