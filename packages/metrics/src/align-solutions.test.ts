import { type Matrix, matrix, matrixFromRows, multiply, transpose } from '@digon/matrix'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { alignSolutions } from './index.js'
import { polygon } from './polytopes.js'
import { rotated } from './testing/rotation.js'

const shape = fc.tuple(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 6 }))
const numbers = (count: number) =>
  fc.array(
    fc.integer({ min: -20, max: 20 }).map((n) => n / 10),
    { minLength: count, maxLength: count },
  )
const weightsOf = ([rows, columns]: [number, number]) =>
  numbers(rows * columns).map((values) => matrix(rows, columns, Float64Array.from(values)))

test('a rotated or reflected copy is turned back onto the original, whatever its rank', () => {
  fc.assert(
    fc.property(
      shape.chain(weightsOf),
      fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1 }),
      fc.boolean(),
      (target, angles, flip) => {
        const turned = rotated(target, angles)
        const copy = flip
          ? matrix(
              turned.rows,
              turned.columns,
              turned.values.map((v, k) => (k % turned.columns === 0 ? -v : v)),
            )
          : turned
        const { aligned, distance, rotation } = alignSolutions(copy, target)
        expect(distance).toBeLessThan(1e-11)
        for (const [k, value] of aligned.values.entries())
          expect(Math.abs(value - target.values[k]!)).toBeLessThan(1e-11)
        expectOrthogonal(rotation)
      },
    ),
    { seed: 5, numRuns: 200 },
  )
})

test('no other rotation comes nearer', () => {
  const pairs = shape.chain((size) => fc.tuple(weightsOf(size), weightsOf(size)))
  fc.assert(
    fc.property(
      pairs,
      fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 1 }),
      ([weights, target], angles) => {
        const { aligned, distance, rotation } = alignSolutions(weights, target)
        expectOrthogonal(rotation)
        const nearby = rotated(aligned, angles)
        const other = Math.hypot(...nearby.values.map((value, k) => value - target.values[k]!))
        expect(other).toBeGreaterThanOrEqual(distance - 1e-11)
        const negated = Math.hypot(...aligned.values.map((value, k) => -value - target.values[k]!))
        expect(negated).toBeGreaterThanOrEqual(distance - 1e-11)
      },
    ),
    { seed: 6, numRuns: 200 },
  )
})

test('the distance is the root of the squared differences that stay', () => {
  // Two opposite arms against two arms at right angles: the best is half way, 2·|1 − e^{iπ/4}|² = 4 − 2√2 … per pair.
  const { distance } = alignSolutions(
    matrixFromRows([
      [1, 0],
      [-1, 0],
    ]),
    matrixFromRows([
      [1, 0],
      [0, 1],
    ]),
  )
  expect(distance).toBeCloseTo(Math.sqrt(4 - 2 * Math.SQRT2), 12)
  expect(alignSolutions(polygon(5), polygon(5)).distance).toBeLessThan(1e-14)
})

test('solutions of different shapes and numbers that are not finite are refused', () => {
  expect(() => alignSolutions(polygon(5), polygon(4))).toThrow('invalid target: 4 × 2; expected 5 × 2, as the weights')
  expect(() =>
    alignSolutions(
      polygon(2),
      matrixFromRows([
        [0, 0],
        [0, Number.NaN],
      ]),
    ),
  ).toThrow('invalid target[1, 1]: NaN')
})

function expectOrthogonal(rotation: Matrix): void {
  const gram = multiply(rotation, transpose(rotation))
  for (let i = 0; i < gram.rows; i++) {
    for (let j = 0; j < gram.columns; j++) {
      expect(Math.abs(gram.values[i * gram.columns + j]! - Number(i === j))).toBeLessThan(1e-12)
    }
  }
}
