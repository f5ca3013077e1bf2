/** Rows as plain lists of numbers, as JSON has them. */
import type { Matrix } from './matrix.js'

/** `[row][column]`: the rows as lists of their own. The way back is `matrixFromRows`. */
export function toRows({ rows, columns, values }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, i) => Array.from(values.subarray(i * columns, (i + 1) * columns)))
}
