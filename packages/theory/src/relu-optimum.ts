/** Optima of small ReLU models under the exact loss: what perfectly trained models would reach. */
import { descend } from './exact-descent.js'
import { activeFeatures } from './grouped-features.js'
import { checkFeatures, type IndependentFeatures } from './independent-features.js'
import { checkFeatureCount } from './relu-loss.js'
import { gramRows, type TiedModel } from './tied-model.js'

/** An optimum of the exact loss. */
export interface ReluOptimum {
  /** Weights and bias at the optimum. */
  readonly model: TiedModel
  /** The exact loss there, averaged over features as in training. */
  readonly loss: number
}

/** Options of `reluOptimum`. */
export interface ReluOptimumOptions {
  /** Whether the biases are optimized as well; otherwise they stay as they are. Default true. */
  readonly freeBias?: boolean
}

/**
 * The local minimum of `reluLoss`, over all weights and biases, that descent reaches from a model. Which shape the start has
 * decides which minimum: compare several. Five features in two dimensions take some tenths of a second.
 *
 * @param start weights `[feature, hidden]` and bias `[feature]`; not changed.
 * @throws {ShapeError} when the shapes do not fit or a number is not finite.
 * @throws {RangeError} when a number is outside its range, or there are more than 12 features.
 */
export function reluOptimum(
  start: TiedModel,
  features: IndependentFeatures,
  options: ReluOptimumOptions = {},
): ReluOptimum {
  const { freeBias = true } = options
  const probabilities = checkFeatures(features)
  const { importance } = features
  gramRows(start, importance.length)
  checkFeatureCount(importance.length)
  // Each feature alone is a set.
  const sets = probabilities.map((probability, i) => ({ kind: 'together' as const, features: [i], probability }))
  return descend(start, activeFeatures({ sets, importance }), importance, freeBias)
}

/**
 * The least of the local minima from several starts: for small models the global minimum, where the starts cover the shapes.
 *
 * @param starts at least one.
 * @throws as `reluOptimum`, and {RangeError} when there is no start.
 */
export function leastReluOptimum(
  starts: readonly TiedModel[],
  features: IndependentFeatures,
  options: ReluOptimumOptions = {},
): ReluOptimum {
  if (starts.length === 0) throw new RangeError('invalid starts: none; expected at least one model')
  return starts
    .map((start) => reluOptimum(start, features, options))
    .reduce((least, optimum) => (optimum.loss < least.loss ? optimum : least))
}
