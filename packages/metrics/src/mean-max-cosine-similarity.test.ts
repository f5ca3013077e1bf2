import { matrix, matrixFromRows } from '@digon/matrix'
import { expect, test } from 'vitest'
import { meanMaxCosineSimilarity } from './index.js'
import { polygon } from './polytopes.js'
import { scaled } from './testing/rotation.js'

test('1 when every true direction is among the learned ones, whatever their lengths, order and number', () => {
  const learned = matrixFromRows([
    [0, -5],
    [0.3, 0],
    [1, 1],
    [0, 2],
  ])
  const truth = matrixFromRows([
    [1, 0],
    [0, 1],
    [0, -2],
  ])
  expect(meanMaxCosineSimilarity(truth, learned)).toBe(1)
})

test('directions between learned ones count by the nearest, and opposite ones do not count as found', () => {
  // Corners of the pentagon against those of the square: angles to the nearest axis 0, 18, 36, 36, 18 degrees.
  const expected = (1 + 2 * Math.cos(Math.PI / 10) + 2 * Math.cos(Math.PI / 5)) / 5
  expect(meanMaxCosineSimilarity(scaled(polygon(5), 1.1), polygon(4))).toBeCloseTo(expected, 14)
  expect(meanMaxCosineSimilarity(matrixFromRows([[1, 0]]), matrixFromRows([[-2, 0]]))).toBe(-1)
  expect(meanMaxCosineSimilarity(matrixFromRows([[0, 0]]), polygon(3))).toBe(0)
})

test('empty sets and different dimensions are refused', () => {
  const none = matrix(0, 2, new Float64Array(0))
  expect(() => meanMaxCosineSimilarity(none, polygon(2))).toThrow('invalid truth: no vector; expected at least one')
  expect(() => meanMaxCosineSimilarity(polygon(2), none)).toThrow('invalid learned: no vector')
  expect(() => meanMaxCosineSimilarity(polygon(2), matrixFromRows([[1]]))).toThrow('invalid learned: 1 dimensions')
})
