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
    const { vector, length } = measuredRow(of, i)
    if (length === 0) continue
    for (let k = 0; k < of.columns; k++) values[position * of.columns + k] = vector[k]! / length
  }
  return matrix(rows.length, of.columns, values)
}

/** ‖row i‖, finite unless it is beyond float64. */
export function rowLength(of: Matrix, i: number): number {
  const { scale, length } = measuredRow(of, i)
  return scale * length
}

/** The row and its length, in units of `scale` only where a square would leave the range of float64. */
function measuredRow(of: Matrix, i: number): { vector: ArrayLike<number>; length: number; scale: number } {
  const vector = row(of, i)
  const squared = dot(vector, vector)
  if (squared > leastSafe && squared < 1 / leastSafe) return { vector, length: Math.sqrt(squared), scale: 1 }
  const { scale, scaled, length } = scaledRow(of, i)
  return { vector: scaled, length, scale }
}

/** Squares of what matters in a vector whose squares add up to more have all their digits. */
const leastSafe = 2 ** -900

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

/** The same, left as it is at scale 1 where products of two numbers and their sums stay in the range of float64 anyway. */
export function safeMatrix(of: Matrix): { scale: number; scaled: Matrix } {
  const scale = powerOfTwoAt(of.values)
  return scale === 0 || (scale > 2 ** -200 && scale < 2 ** 200) ? { scale: 1, scaled: of } : scaledMatrix(of)
}

/** The power of two at the largest magnitude, so that dividing by it is exact; 0 when there is none. */
function powerOfTwoAt(values: ArrayLike<number>): number {
  let largest = 0
  for (let k = 0; k < values.length; k++) largest = Math.max(largest, Math.abs(values[k]!))
  return largest === 0 ? 0 : Math.max(2 ** Math.floor(Math.log2(largest)), leastNormal)
}

/** Numbers below have fewer digits, so nothing is gained by smaller units. */
const leastNormal = 2 ** -1022
