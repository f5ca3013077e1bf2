/** The size of all weights in one number, which the paper reads as the number of features learned. Says nothing of which. */
import { checkFinite, type Matrix } from '@digon/matrix'

/**
 * ‖W‖_F² = Σ_i ‖W_i‖² of weights `[feature, hidden]`, ≥ 0; about the number of features learned (paper §6, "features learned"). Infinity beyond
 * float64.
 *
 * @throws {ShapeError} when a weight is not finite.
 */
export function frobeniusSquared(weights: Matrix): number {
  checkFinite(weights, 'weights')
  let sum = 0
  for (const weight of weights.values) sum += weight * weight
  return sum
}
