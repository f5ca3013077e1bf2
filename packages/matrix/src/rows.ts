/** Matrices as lists of rows and back, and a choice of their rows. Products are `products.ts`. */
import { type Matrix, matrix, row, ShapeError } from './matrix.js'

/**
 * A matrix from a list of rows, as float64. Zero rows give zero columns.
 *
 * @throws {ShapeError} when the rows differ in length.
 */
export function matrixFromRows(rows: readonly (readonly number[])[]): Matrix {
  const columns = rows[0]?.length ?? 0
  const values = new Float64Array(rows.length * columns)
  for (const [i, row] of rows.entries()) {
    if (row.length !== columns) throw new ShapeError(`row ${i}`, `${row.length} numbers`, `${columns}, as in row 0`)
    values.set(row, i * columns)
  }
  return { rows: rows.length, columns, values }
}

/** The rows as plain lists, ready for JSON: `toRows(of)[i][j]` is entry (i, j). Always a copy. */
export function toRows(of: Matrix): number[][] {
  return Array.from({ length: of.rows }, (_, i) => Array.from(row(of, i)))
}

/**
 * The rows with these indices, in the order of the indices; an index may come twice. Always a copy, of the same number type.
 *
 * @param indices integers from 0 to `of.rows` − 1.
 * @throws {ShapeError} when an index is not a row of the matrix.
 */
export function selectRows(of: Matrix, indices: ArrayLike<number>): Matrix {
  const length = indices.length * of.columns
  const values = of.values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length)
  for (let i = 0; i < indices.length; i++) values.set(row(of, indices[i]!), i * of.columns)
  return matrix(indices.length, of.columns, values)
}
