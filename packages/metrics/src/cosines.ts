/** Cosines between the vectors of two sets. */
import { checkFinite, type Matrix, multiply, ShapeError, transpose } from '@digon/matrix'
import { unitRows } from './unit-rows.js'

/**
 * Cosine of row i of the first with row j of the second, `[first, second]`; 0 where a row is 0.
 *
 * @param names what the two are called in errors.
 * @throws {ShapeError} when a number is not finite, a set is empty, or the dimensions differ.
 */
export function cosines(first: Matrix, second: Matrix, names: readonly [string, string]): Matrix {
  for (const [index, vectors] of [first, second].entries()) {
    checkFinite(vectors, names[index])
    if (vectors.rows === 0) throw new ShapeError(names[index]!, 'no vector', 'at least one')
  }
  const dimensions = first.columns
  if (second.columns !== dimensions) {
    throw new ShapeError(names[1], `${second.columns} dimensions`, `${dimensions}, as ${names[0]}`)
  }
  return multiply(unitRows(first), transpose(unitRows(second)))
}
