/** How strongly each feature is represented. Directions and overlaps are other files. */
import { checkFinite, type Matrix } from '@digon/matrix'
import { rowLength } from './unit-rows.js'

/**
 * ‖W_i‖ of weights `[feature, hidden]`: `[feature]`, each ≥ 0; about 1 when the feature is learned, about 0 when not (paper §3).
 * Right for every size: squares that float64 could not hold are never formed.
 *
 * @throws {ShapeError} when a weight is not finite.
 */
export function featureNorms(weights: Matrix): Float64Array {
  checkFinite(weights, 'weights')
  return Float64Array.from({ length: weights.rows }, (_, feature) => rowLength(weights, feature))
}
