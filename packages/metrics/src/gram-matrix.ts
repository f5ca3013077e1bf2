/** All dot products between features, for heat maps and small n. Metrics that need only sums over a row do without it. */
import { checkFinite, type Matrix, matrix, multiply, transpose } from '@digon/matrix'
import { scaledRow } from './unit-rows.js'

/**
 * W Wᵀ of weights `[feature, hidden]`: `[feature, feature]`, entry (i, j) = W_i·W_j, exactly symmetric. (The paper, which
 * keeps features in columns, writes WᵀW.) Takes n²m multiply-adds and n² numbers of memory.
 * An entry beyond float64 is ±Infinity, never NaN.
 *
 * @throws {ShapeError} when a weight is not finite.
 */
export function gramMatrix(weights: Matrix): Matrix {
  checkFinite(weights, 'weights')
  const rows = Array.from({ length: weights.rows }, (_, i) => scaledRow(weights, i))
  const scaled = matrix(weights.rows, weights.columns, new Float64Array(weights.values.length))
  for (const [i, { scaled: values }] of rows.entries()) scaled.values.set(values, i * weights.columns)
  const gram = multiply(scaled, transpose(scaled))
  for (let i = 0; i < gram.rows; i++) {
    for (let j = 0; j < gram.rows; j++) {
      const [a, b] = [rows[i]!.scale, rows[j]!.scale]
      const value = gram.values[i * gram.rows + j]!
      gram.values[i * gram.rows + j] = value * Math.min(a, b) * Math.max(a, b)
    }
  }
  return gram
}
