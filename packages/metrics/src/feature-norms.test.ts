import { matrix, matrixFromRows } from '@digon/matrix'
import { expect, test } from 'vitest'
import { dimensionsPerFeature, featureNorms, frobeniusSquared, representedFeatures } from './index.js'
import { polygon } from './polytopes.js'
import { scaled } from './testing/rotation.js'

const weights = matrixFromRows([
  [3, 4],
  [0, 0],
  [0.3, -0.4],
])

test('norms are the lengths of the rows', () => {
  expect([...featureNorms(weights)]).toEqual([5, 0, 0.5])
  expect(featureNorms(matrix(0, 2, new Float64Array(0)))).toHaveLength(0)
})

test('norms of float32 weights are computed in float64', () => {
  const value = Math.fround(0.1)
  const norms = featureNorms(matrix(1, 2, new Float32Array([0.1, 0.1])))
  expect(norms).toBeInstanceOf(Float64Array)
  expect(norms[0]).toBe(Math.sqrt(2 * value * value))
})

test('the squared Frobenius norm is the sum of the squared norms', () => {
  expect(frobeniusSquared(weights)).toBe(25.25)
})

test('dimensions per feature are the hidden size over the squared Frobenius norm', () => {
  expect(dimensionsPerFeature(weights)).toBe(2 / 25.25)
  // An all-pentagon model with the norms it has at p = 0.05: not the dimensionality 2/5 of its features.
  expect(dimensionsPerFeature(scaled(polygon(5), 1.134))).toBeCloseTo(0.4 / 1.134 ** 2, 12)
})

test('dimensions per feature are infinite when nothing is learned', () => {
  expect(dimensionsPerFeature(matrix(3, 2, new Float64Array(6)))).toBe(Number.POSITIVE_INFINITY)
})

test('a feature counts as represented when its norm is greater than the threshold, not when it equals it', () => {
  expect(representedFeatures(weights)).toEqual([0])
  expect(representedFeatures(weights, 0.49)).toEqual([0, 2])
  expect(representedFeatures(weights, 0)).toEqual([0, 2])
})

test('a threshold that is no norm is refused', () => {
  for (const threshold of [-0.1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => representedFeatures(weights, threshold)).toThrow(
      `invalid threshold: ${threshold}; expected a finite number ≥ 0`,
    )
  }
})
