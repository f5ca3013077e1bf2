/**
 * The exact loss of a tied ReLU-output model on features that come in sets, and its local optima; no sampling. Independent
 * features, of which many more sets can be active, are `relu-loss.ts`.
 */
import { matrix } from '@digon/matrix'
import { type ActiveFeatures, activeFeatures, type GroupedFeatures } from './grouped-features.js'
import { minimize } from './minimize.js'
import { outputLoss } from './output-loss.js'
import type { ReluOptimum } from './relu-optimum.js'
import { gramRows, type TiedModel } from './tied-model.js'

/** Of the loss averaged over features: leaves an error of the loss far below 1e-9. */
const gradientTolerance = 1e-6

/**
 * Expected loss of output = ReLU(W Wᵀ x + bias), averaged over features as in training: 1/n Σ_i I_i E(x_i − output_i)². Cost
 * about 2^k for k features active at once.
 *
 * @throws {ShapeError} when the shapes do not fit or a number is not finite.
 * @throws {RangeError} when a number is outside its range, or a feature is in no set or in several.
 */
export function groupedReluLoss(model: TiedModel, features: GroupedFeatures): number {
  return lossOver(activeFeatures(features), model, features.importance)
}

/**
 * The local minimum of `groupedReluLoss`, over all weights and biases, that descent reaches from a model. Which shape the start
 * has decides which minimum: compare several.
 *
 * @param start weights `[feature, hidden]` and bias `[feature]`; not changed.
 * @throws {ShapeError} when the shapes do not fit or a number is not finite.
 * @throws {RangeError} when a number is outside its range, or a feature is in no set or in several.
 */
export function groupedReluOptimum(start: TiedModel, features: GroupedFeatures): ReluOptimum {
  const patterns = activeFeatures(features)
  const { rows, columns } = start.weights
  const modelAt = (point: Float64Array): TiedModel => ({
    weights: matrix(rows, columns, point.slice(0, rows * columns)),
    bias: point.slice(rows * columns),
  })
  const { point, value } = minimize(
    (candidate) => lossOver(patterns, modelAt(candidate), features.importance),
    [...start.weights.values, ...Array.from(start.bias)],
    gradientTolerance,
  )
  return { model: modelAt(point), loss: value }
}

function lossOver(patterns: readonly ActiveFeatures[], model: TiedModel, importance: readonly number[]): number {
  const gram = gramRows(model, importance.length)
  let loss = 0
  for (const { features, probability } of patterns) {
    for (const [output, row] of gram.entries()) {
      loss += probability * importance[output]! * outputLoss(row, model.bias[output]!, output, features)
    }
  }
  return loss / importance.length
}
