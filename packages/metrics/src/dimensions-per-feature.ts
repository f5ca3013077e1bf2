/** The average share of a hidden dimension a learned feature gets. The share of each single one is `featureDimensionality`. */
import type { Matrix } from '@digon/matrix'
import { frobeniusSquared } from './frobenius-squared.js'

/**
 * D* = m / ‖W‖_F² of weights `[feature, hidden]`, > 0 for m ≥ 1 (paper §6). 1 without superposition, about 1/2 when all features
 * are antipodal pairs. It uses true norms, so norms above 1 push it below the mean dimensionality. Infinity when all weights
 * are 0 (no feature has a dimension to share).
 *
 * @throws {ShapeError} when a weight is not finite.
 */
export function dimensionsPerFeature(weights: Matrix): number {
  const learned = frobeniusSquared(weights)
  return learned === 0 ? Number.POSITIVE_INFINITY : weights.columns / learned
}
