import { matrix, matrixFromRows } from '@digon/matrix'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchFeatures } from './index.js'
import { polygon } from './polytopes.js'
import { normalSource, uniformSource, withNoise } from './testing/noise.js'

test('a reordered and rescaled copy with noise is matched feature by feature', () => {
  const permutation = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 })
  fc.assert(
    fc.property(permutation, fc.integer({ min: 1, max: 1e6 }), (order, seed) => {
      const target = polygon(6)
      const copy = matrixFromRows(order.map((i) => [3 * target.values[2 * i]!, 3 * target.values[2 * i + 1]!]))
      const { matches, cosines } = matchFeatures(withNoise(copy, 0.03, normalSource(uniformSource(seed))), target)
      expect([...matches]).toEqual(order)
      for (const cosine of cosines) expect(cosine).toBeGreaterThan(0.99)
    }),
    { seed: 2, numRuns: 100 },
  )
})

test('every feature has a target of its own, where the largest cosine alone would give two the same', () => {
  const features = matrixFromRows([
    [1, 0],
    [1, 0.1],
  ])
  const targets = matrixFromRows([
    [2, 0],
    [0, 3],
    [-1, 0],
  ])
  const { matches, cosines } = matchFeatures(features, targets)
  expect([...matches]).toEqual([0, 1])
  expect(cosines[0]).toBe(1)
  expect(cosines[1]).toBeCloseTo(0.1 / Math.hypot(1, 0.1), 14)
})

test('a zero vector has cosine 0 and takes what is left', () => {
  const features = matrixFromRows([
    [0, 0],
    [1, 0],
  ])
  expect(matchFeatures(features, polygon(2))).toEqual({
    matches: Int32Array.of(1, 0),
    cosines: Float64Array.of(0, 1),
  })
})

test('more features than targets, other dimensions and numbers that are not finite are refused', () => {
  expect(() => matchFeatures(polygon(3), polygon(2))).toThrow('invalid features: 3 features; expected at most 2')
  expect(() => matchFeatures(polygon(2), matrix(2, 3, new Float64Array(6)))).toThrow(
    'invalid targets: 3 dimensions; expected 2, as features',
  )
  expect(() => matchFeatures(matrix(0, 2, new Float64Array(0)), polygon(2))).toThrow('invalid features: no vector')
  expect(() => matchFeatures(matrixFromRows([[Number.NaN, 1]]), polygon(2))).toThrow('invalid features[0, 0]: NaN')
})
