/** Directions of known features: random ones, and ones at right angles. */
import { type Matrix, matrix, ShapeError } from '@digon/matrix'
import { normalValues } from '@digon/model/engine'

/** Unit vectors `[feature, input]`, uniform on the sphere: the normal numbers of the seed, scaled. */
export function randomDirections(featureCount: number, inputSize: number, seed: number): Matrix {
  return scaled(featureCount, inputSize, seed, () => {})
}

/**
 * Unit vectors `[feature, input]` at right angles, turned by a random rotation of the seed (Gram–Schmidt on random directions).
 *
 * @throws {ShapeError} when there are more features than inputs.
 */
export function orthonormalDirections(featureCount: number, inputSize: number, seed: number): Matrix {
  if (featureCount > inputSize) {
    throw new ShapeError('directions', `${featureCount} at right angles`, `at most ${inputSize}, the size of an input`)
  }
  return scaled(featureCount, inputSize, seed, (row, before) => {
    for (const other of before) {
      const along = product(row, other)
      for (let i = 0; i < row.length; i++) row[i]! -= along * other[i]!
    }
  })
}

function scaled(
  featureCount: number,
  inputSize: number,
  seed: number,
  change: (row: Float64Array, before: readonly Float64Array[]) => void,
): Matrix {
  const values = normalValues(seed, featureCount * inputSize)
  const done: Float64Array[] = []
  for (let feature = 0; feature < featureCount; feature++) {
    const row = values.subarray(feature * inputSize, (feature + 1) * inputSize)
    change(row, done)
    const length = Math.sqrt(product(row, row))
    for (let i = 0; i < inputSize; i++) row[i]! /= length
    done.push(row)
  }
  return matrix(featureCount, inputSize, values)
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
