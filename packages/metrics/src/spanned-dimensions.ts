/** How many dimensions some vectors fill when noise is left out of account. */
import { type Matrix, row } from '@digon/matrix'

/** What is left of a vector counts as a dimension of its own when longer than this part of the longest vector. */
const noiseShare = 0.2

/** Numerical rank of the given rows, by Gram–Schmidt with the longest remainder first. */
export function spannedDimensions(weights: Matrix, rows: readonly number[]): number {
  const rest = rows.map((i) => Float64Array.from(row(weights, i)))
  const length = (vector: Float64Array) => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  let longest = 0
  for (let dimensions = 0; ; dimensions++) {
    const lengths = rest.map(length)
    const most = Math.max(0, ...lengths)
    if (dimensions === 0) longest = most
    if (most === 0 || most <= noiseShare * longest) return dimensions
    const direction = rest[lengths.indexOf(most)]!.map((value) => value / most)
    for (const vector of rest) {
      const along = vector.reduce((sum, value, k) => sum + value * direction[k]!, 0)
      for (let k = 0; k < vector.length; k++) vector[k]! -= along * direction[k]!
    }
  }
}
