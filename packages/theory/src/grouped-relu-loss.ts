/**
 * The exact loss of a tied ReLU-output model on features that come in sets, and its local optima; no sampling. Independent
 * features, of which many more sets can be active, are `relu-loss.ts`.
 */
import { descend, lossOver } from './exact-descent.js'
import { activeFeatures, type GroupedFeatures } from './grouped-features.js'
import type { ReluOptimum } from './relu-optimum.js'
import { gramRows, type TiedModel } from './tied-model.js'

/**
 * Expected loss of output = ReLU(W Wᵀ x + bias), averaged over features as in training: 1/n Σ_i I_i E(x_i − output_i)². Cost
 * about 2^k for k features active at once.
 *
 * @throws {ShapeError} when the shapes do not fit or a number is not finite.
 * @throws {RangeError} when a number is outside its range, or a feature is in no set or in several.
 */
export function groupedReluLoss(model: TiedModel, features: GroupedFeatures): number {
  const patterns = activeFeatures(features)
  const { importance } = features
  gramRows(model, importance.length)
  return lossOver(patterns, importance, model.weights.columns)(model.weights.values, model.bias)
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
  gramRows(start, features.importance.length)
  return descend(start, patterns, features.importance, true)
}
