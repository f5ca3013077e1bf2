import { expect, test } from 'vitest'
import { chiSquareChance, eventCountDistribution, goodnessOfFit } from './chi-square.test-support.js'

test('chi-square tails are those of closed forms and tables', () => {
  for (const x of [0.1, 1, 5, 40, 200]) {
    expect(chiSquareChance(x, 2) / Math.exp(-x / 2)).toBeCloseTo(1, 10)
    expect(chiSquareChance(x, 4) / (Math.exp(-x / 2) * (1 + x / 2))).toBeCloseTo(1, 10)
  }
  // Critical values of printed tables.
  expect(chiSquareChance(3.841458821, 1)).toBeCloseTo(0.05, 9)
  expect(chiSquareChance(18.30703805, 10)).toBeCloseTo(0.05, 9)
  expect(chiSquareChance(149.4492528, 100)).toBeCloseTo(0.001, 9)
  expect(chiSquareChance(0, 3)).toBe(1)
})

test('the count of independent events is binomial when they are alike', () => {
  expect([...eventCountDistribution([0.5, 0.5, 0.5], 4)]).toEqual([1 / 8, 3 / 8, 3 / 8, 1 / 8])
  expect([...eventCountDistribution([0.25, 1], 3)]).toEqual([0, 0.75, 0.25])
})

test('counts that fit are likely and counts that do not are not', () => {
  expect(goodnessOfFit([100, 100, 100], [100, 100, 100])).toBe(1)
  expect(goodnessOfFit([90, 110], [100, 100])).toBeCloseTo(chiSquareChance(2, 1), 14)
  expect(goodnessOfFit([50, 150], [100, 100])).toBeLessThan(1e-10)
  expect(goodnessOfFit([100, 0, 0, 30], [100, 1, 1, 1])).toBeLessThan(1e-6)
})
