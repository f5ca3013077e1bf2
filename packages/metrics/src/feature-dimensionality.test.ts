import { type Matrix, matrix, matrixFromRows } from '@digon/matrix'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { featureDimensionality } from './index.js'
import { polygon, simplex, squareAntiprism, tegumProduct } from './polytopes.js'
import { rotated, scaled } from './testing/rotation.js'

const angles = fc.array(fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }), { minLength: 3, maxLength: 10 })
const factor = fc.double({ min: -100, max: 100, noNaN: true }).map((exponent) => 10 ** exponent)
/** Rows of very different lengths, zero rows, repeated and opposite rows among them. */
const anyRow = (columns: number): fc.Arbitrary<number[]> =>
  fc
    .tuple(
      fc.array(fc.integer({ min: -3, max: 3 }), { minLength: columns, maxLength: columns }),
      fc.constantFrom(1, 1, 0.77, 1e-3),
    )
    .map(([row, length]) => row.map((value) => value * length))
const anyWeights = fc
  .integer({ min: 1, max: 5 })
  .chain((columns) => fc.array(anyRow(columns), { minLength: 1, maxLength: 12 }).map(matrixFromRows))

function expectAll(weights: Matrix, expected: number): void {
  for (const dimensionality of featureDimensionality(weights)) {
    expect(Math.abs(dimensionality - expected)).toBeLessThan(1e-14)
  }
}

test('corners of a regular k-gon have dimensionality 2/k', () => {
  for (const corners of [3, 4, 5, 6, 7, 12, 100]) expectAll(polygon(corners), 2 / corners)
})

test('corners of a simplex in d dimensions have dimensionality d/(d + 1)', () => {
  for (const dimensions of [1, 2, 3, 4, 9, 30]) expectAll(simplex(dimensions), dimensions / (dimensions + 1))
})

test('a square antiprism has 1/(4s⁴ + 8h⁴): 3/8 as a tight frame, less at the Thomson angle and with equal edges', () => {
  expectAll(squareAntiprism(), 3 / 8)
  for (const height of [0.2, 0.56, 0.9])
    expectAll(squareAntiprism(height), 1 / (4 * (1 - height ** 2) ** 2 + 8 * height ** 4))
  expect(featureDimensionality(squareAntiprism(0.56))[0]).toBeCloseTo(0.374, 3)
  // Edges between the squares as long as those within them: 4h² = √2·s².
  const equalEdges = Math.sqrt(Math.SQRT2 / (4 + Math.SQRT2))
  expect(featureDimensionality(squareAntiprism(equalEdges))[0]).toBeCloseTo(0.366, 3)
})

test('a digon has 1/2 a dimension, a feature alone has 1', () => {
  expectAll(matrixFromRows([[0.7], [-0.7]]), 0.5)
  expectAll(matrixFromRows([[0.3, -0.4, 1.2]]), 1)
  expectAll(
    matrixFromRows([
      [2, 0, 0],
      [0, 0.1, 0],
    ]),
    1,
  )
})

test('factors of a tegum product keep their own dimensionalities', () => {
  const bipyramid = tegumProduct([
    polygon(5),
    simplex(1),
    simplex(3),
    scaled(squareAntiprism(), 1.3),
    matrixFromRows([[4]]),
  ])
  const expected = [...Array(5).fill(2 / 5), 0.5, 0.5, ...Array(4).fill(3 / 4), ...Array(8).fill(3 / 8), 1]
  const found = featureDimensionality(rotated(bipyramid, [0.3, 1.1, -2, 0.7]))
  expect(found).toHaveLength(expected.length)
  for (const [feature, value] of expected.entries()) expect(Math.abs(found[feature]! - value)).toBeLessThan(1e-13)
})

test('unequal norms on one axis share its dimension in proportion to their fourth powers', () => {
  // D_i = w_i⁴ / (w_i² Σ w_j²) on one axis = w_i² / Σ w_j².
  expect([...featureDimensionality(matrixFromRows([[3], [-4]]))]).toEqual([9 / 25, 16 / 25])
})

test('zero vectors have dimensionality 0 and take nothing from others', () => {
  expect([
    ...featureDimensionality(
      matrixFromRows([
        [0, 0],
        [1, 0],
        [0, 0],
        [0, -2],
      ]),
    ),
  ]).toEqual([0, 1, 0, 1])
  expect([...featureDimensionality(matrix(2, 3, new Float64Array(6)))]).toEqual([0, 0])
})

test('rotating the hidden space and a common factor change nothing', () => {
  fc.assert(
    fc.property(anyWeights, angles, factor, (weights, turn, by) => {
      const before = featureDimensionality(weights)
      const after = featureDimensionality(scaled(rotated(weights, turn), by))
      for (const [feature, value] of before.entries()) expect(Math.abs(after[feature]! - value)).toBeLessThan(1e-9)
    }),
    { seed: 1, numRuns: 200 },
  )
})

test('every dimensionality is from 0 to 1 and at most the leverage of its feature, so their sum is at most the rank', () => {
  fc.assert(
    fc.property(anyWeights, (weights) => {
      const { leverages, rank } = leverage(weights)
      let sum = 0
      for (const [feature, value] of featureDimensionality(weights).entries()) {
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(1)
        expect(value).toBeLessThanOrEqual(leverages[feature]! + 1e-9)
        sum += value
      }
      expect(sum).toBeLessThanOrEqual(rank + 1e-9)
    }),
    { seed: 2, numRuns: 300 },
  )
})

test('weights at either end of the range of float64 do not overflow or vanish', () => {
  for (const by of [1e-300, 1e300]) expectAll(scaled(polygon(5), by), 0.4)
})

test('a weight that is not finite is refused by its place', () => {
  expect(() =>
    featureDimensionality(
      matrixFromRows([
        [1, 0],
        [0, Number.NaN],
      ]),
    ),
  ).toThrow('invalid weights[1, 1]: NaN; expected a finite number')
})

/** W_iᵀ(WᵀW)⁺W_i from an orthonormal basis of the columns, by Gram–Schmidt done twice. */
function leverage(weights: Matrix): { leverages: Float64Array; rank: number } {
  const { rows, columns, values } = weights
  const basis: Float64Array[] = []
  for (let column = 0; column < columns; column++) {
    const vector = Float64Array.from({ length: rows }, (_, i) => values[i * columns + column]!)
    const size = Math.hypot(...vector)
    for (let pass = 0; pass < 2; pass++) {
      for (const direction of basis) {
        const along = vector.reduce((sum, value, i) => sum + value * direction[i]!, 0)
        for (let i = 0; i < rows; i++) vector[i]! -= along * direction[i]!
      }
    }
    const rest = Math.hypot(...vector)
    if (rest > 1e-10 * size) basis.push(vector.map((value) => value / rest))
  }
  const leverages = Float64Array.from({ length: rows }, (_, i) => basis.reduce((sum, q) => sum + q[i]! ** 2, 0))
  return { leverages, rank: basis.length }
}
