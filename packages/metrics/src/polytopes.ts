/**
 * Arrangements of feature vectors that superposition is known to make, as weights `[corner, hidden]` around the origin.
 * Corners have length 1. Products of them are made by `tegumProduct`.
 */
import { type Matrix, matrix, row } from '@digon/matrix'

/** A regular polygon of `corners` ≥ 2 in the plane; 2 corners make a digon that lies in its first axis. */
export function polygon(corners: number): Matrix {
  const values = new Float64Array(corners * 2)
  for (let corner = 0; corner < corners; corner++) {
    const angle = (2 * Math.PI * corner) / corners
    values[2 * corner] = Math.cos(angle)
    values[2 * corner + 1] = Math.sin(angle)
  }
  return matrix(corners, 2, values)
}

/** A regular simplex: d + 1 corners in d ≥ 1 dimensions (1: digon, 2: triangle, 3: tetrahedron). */
export function simplex(dimensions: number): Matrix {
  const corners = dimensions + 1
  const values = new Float64Array(corners * dimensions)
  // Corner i rises on axis i and all later corners share one point below it: dot products are −1/d throughout.
  for (let axis = 0; axis < dimensions; axis++) {
    const left = dimensions - axis
    const height = Math.sqrt(((dimensions + 1) * left) / (dimensions * (left + 1)))
    values[axis * dimensions + axis] = height
    for (let corner = axis + 1; corner < corners; corner++) {
      values[corner * dimensions + axis] = -height / left
    }
  }
  return matrix(corners, dimensions, values)
}

/**
 * A square antiprism: 8 corners in 3 dimensions, two squares turned against each other by 45°.
 *
 * @param height of a corner above the middle, from 0 to 1 (cosine of its polar angle). Default 1/√3, at which it is a tight frame.
 */
export function squareAntiprism(height: number = Math.sqrt(1 / 3)): Matrix {
  const side = Math.sqrt(1 - height * height)
  const values = new Float64Array(24)
  for (let corner = 0; corner < 8; corner++) {
    const angle = (Math.PI / 4) * corner
    values.set([side * Math.cos(angle), side * Math.sin(angle), corner % 2 === 0 ? height : -height], corner * 3)
  }
  return matrix(8, 3, values)
}

/** The factors in mutually orthogonal subspaces: corners and dimensions add up (paper §6, "tegum product"). */
export function tegumProduct(factors: readonly Matrix[]): Matrix {
  const rows = factors.reduce((sum, factor) => sum + factor.rows, 0)
  const columns = factors.reduce((sum, factor) => sum + factor.columns, 0)
  const values = new Float64Array(rows * columns)
  let firstRow = 0
  let firstColumn = 0
  for (const factor of factors) {
    for (let i = 0; i < factor.rows; i++) {
      const start = (firstRow + i) * columns + firstColumn
      values.set(row(factor, i), start)
    }
    firstRow += factor.rows
    firstColumn += factor.columns
  }
  return matrix(rows, columns, values)
}
