import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rectifiedMoments, rectifiedSquare } from './rectified-integral.js'

/** Midpoint rule on a grid: error below 1e-3 for 24 points a variable. */
function onGrid(dimensions: number, points: number, f: (u: readonly number[]) => number): number {
  let sum = 0
  for (let index = 0; index < points ** dimensions; index++) {
    const u = Array.from({ length: dimensions }, (_, k) => ((Math.floor(index / points ** k) % points) + 0.5) / points)
    sum += f(u)
  }
  return sum / points ** dimensions
}

const relu = (x: number): number => Math.max(0, x)
const slope = fc.oneof(
  fc.double({ min: -1.2, max: 1.2, noNaN: true }),
  fc.double({ min: -0.02, max: 0.02, noNaN: true }),
  fc.constant(0),
)

test('moments of a rectified sum agree with a grid, for slopes of every size', () => {
  fc.assert(
    fc.property(fc.double({ min: -1, max: 1, noNaN: true }), slope, slope, slope, (offset, own, first, second) => {
      const square = onGrid(2, 60, ([u, v]) => relu(offset + first * u! + second * v!) ** 2)
      expect(Math.abs(rectifiedSquare(offset, [first, second]) - square)).toBeLessThan(1e-3)
      const product = onGrid(3, 24, ([t, u, v]) => t! * relu(offset + own * t! + first * u! + second * v!))
      expect(Math.abs(rectifiedMoments(offset, own, [first, second]).product - product)).toBeLessThan(1e-3)
    }),
    { seed: 2, numRuns: 30 },
  )
})

test('closed forms: E u² = 1/3, E (u − v)₊² = 1/12, E u(u − v)₊ = 1/8, and nothing below zero', () => {
  expect(rectifiedSquare(0, [1])).toBeCloseTo(1 / 3, 15)
  expect(rectifiedSquare(0, [1, -1])).toBeCloseTo(1 / 12, 15)
  expect(rectifiedSquare(-1, [0.5, 0.5])).toBe(0)
  expect(rectifiedMoments(0, 1, [-1]).product).toBeCloseTo(1 / 8, 15)
  expect(rectifiedMoments(0.5, 0, []).product).toBeCloseTo(1 / 4, 15)
})

test('five slopes near the quadrature threshold lose no digits to cancellation', () => {
  for (const size of [0.0156, 0.0157, 0.02, 0.1]) {
    const slopes = new Array<number>(5).fill(size)
    // All terms positive: (z + Σcu)² has the mean (z + 5c/2)² + 5c²/12.
    expect(Math.abs(rectifiedSquare(0.3, slopes) - ((0.3 + 2.5 * size) ** 2 + (5 * size ** 2) / 12))).toBeLessThan(1e-6)
  }
})

test('small slopes are right to 1e-7 also where the sum changes sign', () => {
  for (const share of [0.1, 0.3, 0.5, 0.9]) {
    for (const slope of [0.0156, 0.00097]) {
      const offset = -share * slope
      const exact = ((1 - share) * slope) ** 3 / (3 * slope)
      expect(Math.abs(rectifiedSquare(offset, [slope]) - exact)).toBeLessThan(1e-7)
      const product = slope * ((1 - share) ** 3 / 3 + (share * (1 - share) ** 2) / 2)
      expect(rectifiedMoments(offset, slope, []).product).toBeCloseTo(product, 15)
      expect(rectifiedMoments(offset + slope, -slope, []).product).toBeCloseTo((slope * (1 - share) ** 3) / 6, 15)
    }
  }
})
