import { matrix, matrixFromRows } from '@digon/matrix'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { featureNorms, gramMatrix, interference } from './index.js'
import { polygon, simplex, squareAntiprism, tegumProduct } from './polytopes.js'
import { rotated, scaled } from './testing/rotation.js'

test('the Gram matrix holds every dot product, symmetric bit for bit', () => {
  const gram = gramMatrix(
    matrixFromRows([
      [1, 2],
      [3, 4],
      [-5, 6],
    ]),
  )
  expect(gram).toEqual({ rows: 3, columns: 3, values: Float64Array.of(5, 11, 7, 11, 25, 9, 7, 9, 61) })
})

test('interference of orthogonal features is 0 whatever their norms', () => {
  expect([
    ...interference(
      matrixFromRows([
        [3, 0, 0],
        [0, 0.1, 0],
        [0, 0, 0],
      ]),
    ),
  ]).toEqual([0, 0, 0])
})

test('interference is the squared projection of the others, in units of their norms', () => {
  // Feature 0 sees the 2 of feature 1; feature 1 sees the 0.5 of feature 0; feature 2 is orthogonal.
  expect([
    ...interference(
      matrixFromRows([
        [0.5, 0],
        [-2, 0],
        [0, 7],
      ]),
    ),
  ]).toEqual([4, 0.25, 0])
})

test('interference of a unit k-gon is k/2 − 1, of a unit simplex 1/d, of a unit square antiprism 5/3', () => {
  for (const corners of [3, 5, 8]) {
    for (const value of interference(polygon(corners))) expect(value).toBeCloseTo(corners / 2 - 1, 13)
  }
  for (const value of interference(simplex(4))) expect(value).toBeCloseTo(1 / 4, 13)
  for (const value of interference(squareAntiprism())) expect(value).toBeCloseTo(5 / 3, 13)
})

test('features in orthogonal factors do not interfere', () => {
  const found = interference(rotated(tegumProduct([polygon(5), simplex(1)]), [0.4, -1.3, 2.2]))
  for (const [feature, value] of [1.5, 1.5, 1.5, 1.5, 1.5, 1, 1].entries())
    expect(found[feature]).toBeCloseTo(value, 13)
})

test('interference equals the sum over the Gram matrix, which it does not form', () => {
  const weights = fc
    .tuple(fc.integer({ min: 1, max: 15 }), fc.integer({ min: 1, max: 6 }))
    .chain(([rows, columns]) =>
      fc
        .array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: rows * columns, maxLength: rows * columns })
        .map((values) => matrix(rows, columns, Float32Array.from(values))),
    )
  fc.assert(
    fc.property(weights, (given) => {
      const gram = gramMatrix(given)
      const norms = featureNorms(given)
      for (const [i, found] of interference(given).entries()) {
        let sum = 0
        for (let j = 0; j < given.rows; j++) {
          if (j !== i && norms[i]! > 0) sum += (gram.values[i * given.rows + j]! / norms[i]!) ** 2
        }
        expect(found).toBeGreaterThanOrEqual(0)
        expect(Math.abs(found - sum)).toBeLessThan(1e-12)
      }
    }),
    { seed: 3, numRuns: 200 },
  )
})

test('a common factor scales interference by its square, at either end of the range too', () => {
  for (const factor of [1e-100, 1e100]) {
    expect(interference(scaled(polygon(3), factor))[0]! / factor ** 2).toBeCloseTo(0.5, 12)
  }
})

test('ten thousand features in forty dimensions take no matrix of features by features', () => {
  const featureCount = 10_000
  const hiddenSize = 40
  const values = new Float32Array(featureCount * hiddenSize)
  for (let i = 0; i < featureCount; i++) values[i * hiddenSize + (i % hiddenSize)] = i % 80 < 40 ? 1 : -1
  // Each axis carries 250 unit features. A Gram matrix would take 800 MB.
  const found = interference(matrix(featureCount, hiddenSize, values))
  expect(new Set(found)).toEqual(new Set([249]))
})
