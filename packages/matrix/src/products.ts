/**
 * Products of number lists and of matrices, in float64. Every sum starts at 0 and runs through ascending indices, so the same
 * numbers give the same bits on every machine. For small matrices: training has kernels of its own.
 */
import { type Matrix, matrix, ShapeError } from './matrix.js'

/**
 * Σ a_k b_k of two lists of equal length; 0 for empty lists.
 *
 * @throws {ShapeError} when the lengths differ.
 */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new ShapeError('dot product', `${a.length} and ${b.length} numbers`, 'equal lengths')
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!
  return sum
}

/**
 * The matrix product a·b, `[a.rows, b.columns]`, as float64. With `transpose` it gives W Wᵀ and WᵀW, both exactly symmetric.
 *
 * @throws {ShapeError} when `a` does not have as many columns as `b` has rows.
 */
export function multiply(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.rows) {
    throw new ShapeError('matrix product', `${a.columns} columns times ${b.rows} rows`, 'as many columns as rows')
  }
  const columns = b.columns
  const values = new Float64Array(a.rows * columns)
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.columns; k++) {
      const factor = a.values[i * a.columns + k]!
      for (let j = 0; j < columns; j++) values[i * columns + j]! += factor * b.values[k * columns + j]!
    }
  }
  return matrix(a.rows, columns, values)
}
