/** How much the other features disturb each one. The paper calls it the superposition of a feature. */
import { checkFinite, type Matrix } from '@digon/matrix'
import { squaredOverlaps } from './squared-overlaps.js'

/**
 * Σ_{j≠i} (Ŵ_i·W_j)² of weights `[feature, hidden]`: `[feature]`, each ≥ 0, in units of a squared norm. 0: orthogonal to all
 * others; ≥ 1: the others together can drive direction i as hard as feature i does (paper §3). 0 for a zero vector,
 * Infinity beyond float64.
 *
 * The term j = i is subtracted from the whole sum, so the absolute error is a few 1e-16 of Σ_j (Ŵ_i·W_j)².
 * Takes n·m² multiply-adds.
 *
 * @throws {ShapeError} when a weight is not finite.
 */
export function interference(weights: Matrix): Float64Array {
  checkFinite(weights, 'weights')
  const { scale, squaredNorms, overlaps } = squaredOverlaps(weights)
  return overlaps.map((overlap, feature) => (overlap - squaredNorms[feature]!) * scale * scale)
}
