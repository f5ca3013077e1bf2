/** A basis out of given vectors, by Gram–Schmidt with the longest remainder first. */
import { dot, type Matrix, row } from '@digon/matrix'
import { scaledMatrix } from './unit-rows.js'

/**
 * Rows that together fill the space that all the given rows fill, the longest first; at equal lengths the first.
 *
 * @param rows indices into the matrix. Default: all.
 * @param share what is left of a vector counts as a dimension of its own when longer than this part of the longest vector, from 0
 * to 1, 1 excluded. Default 1e-6: all but rounding.
 */
export function spanningRows(
  of: Matrix,
  rows: readonly number[] = Array.from({ length: of.rows }, (_, i) => i),
  share = 1e-6,
): number[] {
  const { scaled } = scaledMatrix(of)
  const rest = rows.map((i) => Float64Array.from(row(scaled, i)))
  const length = (vector: Float64Array) => Math.sqrt(dot(vector, vector))
  const found: number[] = []
  let longest = 0
  for (;;) {
    const lengths = rest.map(length)
    const most = Math.max(0, ...lengths)
    if (found.length === 0) longest = most
    if (most === 0 || most <= share * longest) return found
    const chosen = lengths.indexOf(most)
    found.push(rows[chosen]!)
    const direction = rest[chosen]!.map((value) => value / most)
    for (const vector of rest) {
      const along = dot(vector, direction)
      for (let k = 0; k < vector.length; k++) vector[k]! -= along * direction[k]!
    }
  }
}
