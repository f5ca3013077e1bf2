/**
 * How many dimensions some vectors fill when noise is left out of account, and which vectors depend on one another. Lengths do not
 * count: every vector is taken at length 1.
 */
import { dot, type Matrix, matrix, multiply, toRows, transpose } from '@digon/matrix'
import { orthogonalizeColumns } from './jacobi.js'
import { unitRows } from './unit-rows.js'

/**
 * Directions along which unit vectors vary by less than this, squared, are noise: noise of 2 % of a norm in each of 100 weights
 * makes 0.04, a dimension that features fill about 1.
 */
const noiseEigenvalue = 0.04

/** Numerical rank: the number of eigenvalues of the matrix of cosines that are greater than noise. */
export function spannedDimensions(weights: Matrix, rows: readonly number[]): number {
  const vectors = unitRows(weights, rows)
  // Both products have the same eigenvalues but for zeros.
  const smaller = vectors.rows < vectors.columns ? vectors : transpose(vectors)
  return eigenvaluesAbove(multiply(smaller, transpose(smaller)), noiseEigenvalue)
}

/**
 * How strongly each two vectors depend on one another linearly, `[row, row]`, from 0 to 1: 0 when they lie in different orthogonal
 * spaces or nothing depends on them, 1 for two corners of one simplex, however many corners it has. Cosines between the
 * corners of large simplices are too small to tell them from noise; this is not.
 *
 * |P_ij| / max(P_ii, P_jj, 1/n) of the projector P onto all ways in which multiples of the n vectors add up to 0 but for noise.
 */
export function dependence(weights: Matrix, rows: readonly number[]): Matrix {
  const count = rows.length
  const across = transpose(unitRows(weights, rows))
  const columns = toRows(across).map((column) => Float64Array.from(column))
  orthogonalizeColumns(columns)
  const projector = new Float64Array(count * count)
  for (let i = 0; i < count; i++) projector[i * count + i] = 1
  for (const column of columns) {
    const squared = dot(column, column)
    if (squared <= noiseEigenvalue) continue
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) projector[i * count + j]! -= (column[i]! * column[j]!) / squared
    }
  }
  const own = (i: number) => projector[i * count + i]!
  return matrix(
    count,
    count,
    projector.map((value, k) => Math.abs(value) / Math.max(own(Math.floor(k / count)), own(k % count), 1 / count)),
  )
}

/** By Sylvester's law of inertia: as many as the pivots > 0 of A − level. */
function eigenvaluesAbove({ rows: size, values }: Matrix, level: number): number {
  const rest = Float64Array.from(values)
  for (let k = 0; k < size; k++) rest[k * size + k]! -= level
  let found = 0
  for (let k = 0; k < size; k++) {
    const pivot = rest[k * size + k]! || Number.EPSILON
    if (pivot > 0) found++
    for (let i = k + 1; i < size; i++) {
      const factor = rest[i * size + k]! / pivot
      if (factor === 0) continue
      for (let j = k + 1; j < size; j++) rest[i * size + j]! -= factor * rest[k * size + j]!
    }
  }
  return found
}
