/**
 * The orthogonal matrix nearest to a given small one, by Jacobi rotations. The singular values themselves are not kept.
 */
import { dot, type Matrix, matrix } from '@digon/matrix'
import { orthogonalizeColumns, precision } from './jacobi.js'

/**
 * U Vᵀ for A = U S Vᵀ: of all orthogonal R the one with the largest trace of RᵀA. Where A has not full rank it is one of several,
 * and always the same one.
 *
 * @param square as many rows as columns, finite.
 */
export function polarFactor(square: Matrix): Matrix {
  const size = square.rows
  // Held by columns: left becomes A V = U S, right becomes V.
  const left = Array.from({ length: size }, (_, j) =>
    Float64Array.from({ length: size }, (_, i) => square.values[i * size + j]!),
  )
  const right = Array.from({ length: size }, (_, j) => Float64Array.from({ length: size }, (_, i) => Number(i === j)))
  orthogonalizeColumns(left, right)
  const directions = orthonormal(left)
  const values = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      for (let k = 0; k < size; k++) values[i * size + j]! += directions[k]![i]! * right[k]![j]!
    }
  }
  return matrix(size, size, values)
}

/** The orthogonal columns at length 1; in the place of those that are much shorter than the longest, directions that are missing. */
function orthonormal(columns: readonly Float64Array[]): Float64Array[] {
  const lengths = columns.map((column) => Math.sqrt(dot(column, column)))
  const longest = Math.max(0, ...lengths)
  const isFull = (k: number) => lengths[k]! > precision * longest
  const basis = columns.filter((_, k) => isFull(k)).map((column) => unit(column))
  return columns.map((column, k) => {
    if (isFull(k)) return unit(column)
    const missing = missingDirection(basis, columns.length)
    basis.push(missing)
    return missing
  })
}

/** Of the axes the one that lies furthest outside the span of the basis, made orthogonal to it. */
function missingDirection(basis: readonly Float64Array[], size: number): Float64Array {
  const covered = Float64Array.from({ length: size }, (_, axis) => basis.reduce((sum, b) => sum + b[axis]! ** 2, 0))
  const axis = covered.indexOf(Math.min(...covered))
  const direction = Float64Array.from({ length: size }, (_, k) => Number(k === axis))
  // Twice, since one pass leaves rounding behind.
  for (const b of [...basis, ...basis]) {
    const along = dot(direction, b)
    for (let k = 0; k < size; k++) direction[k]! -= along * b[k]!
  }
  return unit(direction)
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector))
  return vector.map((value) => value / length)
}
