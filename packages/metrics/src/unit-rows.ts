/** Directions without lengths: vectors at length 1, however large or small they are. */
import { dot, type Matrix, matrix, row } from '@digon/matrix'

/**
 * The given rows of finite vectors at length 1, float64; zero vectors stay 0. Each is scaled by its largest number first, so that
 * no square leaves the range of float64.
 *
 * @param rows indices into the matrix. Default: all.
 */
export function unitRows(of: Matrix, rows: readonly number[] = Array.from({ length: of.rows }, (_, i) => i)): Matrix {
  const values = new Float64Array(rows.length * of.columns)
  for (const [position, i] of rows.entries()) {
    const { scale, scaled, length } = scaledRow(of, i)
    if (scale === 0) continue
    values.set(
      scaled.map((value) => value / length),
      position * of.columns,
    )
  }
  return matrix(rows.length, of.columns, values)
}

/**
 * A finite row in units of `scale`, a power of two at its largest magnitude, and its length in these units; scale 0 for a zero
 * vector.
 */
export function scaledRow(of: Matrix, i: number): { scale: number; scaled: Float64Array; length: number } {
  const vector = row(of, i)
  const scale = powerOfTwoAt(vector)
  const scaled = divided(vector, scale || 1)
  return { scale, scaled, length: Math.sqrt(dot(scaled, scaled)) }
}

/** A finite matrix in units of `scale`, a power of two at its largest magnitude; scale 1 for zeros. */
export function scaledMatrix(of: Matrix): { scale: number; scaled: Matrix } {
  const scale = powerOfTwoAt(of.values) || 1
  return { scale, scaled: matrix(of.rows, of.columns, divided(of.values, scale)) }
}

function divided(values: ArrayLike<number>, divisor: number): Float64Array {
  const quotients = new Float64Array(values.length)
  for (let k = 0; k < values.length; k++) quotients[k] = values[k]! / divisor
  return quotients
}

/** The power of two at the largest magnitude, so that dividing by it is exact; 0 when there is none. */
function powerOfTwoAt(values: ArrayLike<number>): number {
  let largest = 0
  for (let k = 0; k < values.length; k++) largest = Math.max(largest, Math.abs(values[k]!))
  return largest === 0 ? 0 : Math.max(2 ** Math.floor(Math.log2(largest)), leastNormal)
}

/** Numbers below have fewer digits, so nothing is gained by smaller units. */
const leastNormal = 2 ** -1022
