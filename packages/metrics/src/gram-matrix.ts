/** All dot products between features, for heat maps and small n. Metrics that need only sums over a row do without it. */
import { checkFinite, type Matrix, multiply, transpose } from '@digon/matrix'

/**
 * W Wᵀ of weights `[feature, hidden]`: `[feature, feature]`, entry (i, j) = W_i·W_j, exactly symmetric. (The paper, which
 * keeps features in columns, writes WᵀW.) Takes n²m multiply-adds and n² numbers of memory.
 *
 * @throws {ShapeError} when a weight is not finite.
 */
export function gramMatrix(weights: Matrix): Matrix {
  checkFinite(weights, 'weights')
  return multiply(weights, transpose(weights))
}
