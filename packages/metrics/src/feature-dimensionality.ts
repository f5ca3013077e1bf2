/** Which share of a hidden dimension each feature has for itself. The average over features is `dimensionsPerFeature`. */
import { checkFinite, type Matrix } from '@digon/matrix'
import { squaredOverlaps } from './squared-overlaps.js'

/**
 * D_i = ‖W_i‖² / Σ_j (Ŵ_i·W_j)², j over all features, of weights `[feature, hidden]`: `[feature]`, from 0 to 1, both included
 * (paper §6, "feature dimensionality"; the capacity of Scherlis et al., 2210.01892).
 *
 * 1: a dimension of its own; 1/2: one of an antipodal pair; 2/k: a corner of a regular k-gon; d/(d + 1): of a simplex in d
 * dimensions. 0 for a zero vector (and for one shorter than 1e-140 of the largest weight). The sum is at most the rank
 * of the weights. Unchanged by rotations of the hidden space and by a common factor. Takes n·m² multiply-adds.
 *
 * @throws {ShapeError} when a weight is not finite.
 */
export function featureDimensionality(weights: Matrix): Float64Array {
  checkFinite(weights, 'weights')
  const { squaredNorms, overlaps } = squaredOverlaps(weights)
  return squaredNorms.map((squaredNorm, feature) => (squaredNorm === 0 ? 0 : squaredNorm / overlaps[feature]!))
}
