/** How many dimensions some vectors fill when noise is left out of account. */
import type { Matrix } from '@digon/matrix'
import { spanningRows } from './spanning-rows.js'

/** What is left of a vector counts as a dimension of its own when longer than this part of the longest vector. */
const noiseShare = 0.2

/** Numerical rank of the given rows. */
export function spannedDimensions(weights: Matrix, rows: readonly number[]): number {
  return spanningRows(weights, rows, noiseShare).length
}
