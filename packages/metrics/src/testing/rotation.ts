/** Rotations and scales for tests: what the metrics promise to be blind to. Not part of the package's interface. */
import { type Matrix, matrix } from '@digon/matrix'

/** Every number times the factor, float64. */
export function scaled(of: Matrix, factor: number): Matrix {
  return matrix(
    of.rows,
    of.columns,
    Float64Array.from(of.values, (value) => value * factor),
  )
}

/**
 * The weights turned in every plane of two hidden axes, one after another; angle k (cyclic, radians) belongs to the k-th plane.
 * Any rotation can be made this way.
 */
export function rotated(weights: Matrix, angles: readonly number[]): Matrix {
  const values = Float64Array.from(weights.values)
  const { rows, columns } = weights
  let plane = 0
  for (let a = 0; a < columns; a++) {
    for (let b = a + 1; b < columns; b++) {
      const angle = angles[plane++ % angles.length]!
      const cosine = Math.cos(angle)
      const sine = Math.sin(angle)
      for (let start = 0; start < rows * columns; start += columns) {
        const x = values[start + a]!
        const y = values[start + b]!
        values[start + a] = cosine * x - sine * y
        values[start + b] = sine * x + cosine * y
      }
    }
  }
  return matrix(rows, columns, values)
}
