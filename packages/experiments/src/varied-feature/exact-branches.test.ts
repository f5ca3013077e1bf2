import { matrixFromRows } from '@digon/matrix'
import { featureDimensionality } from '@digon/metrics'
import { beforeAll, expect, test } from 'vitest'
import { deadSquareLoss, exactBranches, featuresAt, plainSquareLoss } from './exact-branches.js'

let exact: ReturnType<typeof exactBranches>
beforeAll(() => {
  exact = exactBranches([0.1, 0.2, 0.3, 0.4, 0.6, 1, 2, 3])
})

// Known from an independent computation: quasi-Monte-Carlo over all patterns of at most four active features.
test.each([
  { density: 0.2, pentagon: 0.00554, square: 0.005, norm: 1.138 },
  { density: 0.3, pentagon: 0.00631, square: 0.00666, norm: 1.164 },
  { density: 0.4, pentagon: 0.00686, square: 0.00823, norm: 1.167 },
  { density: 0.6, pentagon: 0.00768, square: 0.01143, norm: 1.157 },
  { density: 1, pentagon: 0.0089, square: 0.0177, norm: 1.134 },
  { density: 2, pentagon: 0.01121, square: 0.0325, norm: 1.092 },
  { density: 3, pentagon: 0.01315, square: 0.04604, norm: 1.065 },
])('at relative density $density the branches lose $pentagon and $square', ({ density, pentagon, square, norm }) => {
  const point = exact.points.find(({ relativeDensity }) => relativeDensity === density)!
  expect(Math.abs(point.pentagon!.loss - pentagon)).toBeLessThan(1.1e-5)
  // At some densities the table has the lower of two optima, with a bias of q/2, at others the one with a dead output.
  const forms = [plainSquareLoss(density), deadSquareLoss(density)]
  expect(Math.min(...forms.map((form) => Math.abs(form - square)))).toBeLessThan(1.2e-5)
  expect(point.square.loss / plainSquareLoss(density)).toBeGreaterThan(0.995)
  expect(point.square.loss / plainSquareLoss(density)).toBeLessThan(1.002)
  expect(point.pentagon!.norms[4]).toBeCloseTo(norm, 2)
})

test('only the density of the last feature differs', () => {
  expect(featuresAt(0.1).probability).toEqual([0.05, 0.05, 0.05, 0.05, 0.005])
})

test('the pentagon of equal features has the known bias and dimensionality', () => {
  const { pentagon } = exact.points.find(({ relativeDensity }) => relativeDensity === 1)!
  for (const bias of pentagon!.bias) expect(bias).toBeCloseTo(-0.246, 3)
  for (const share of featureDimensionality(matrixFromRows(pentagon!.weights))) expect(share).toBeCloseTo(0.4, 4)
})

test('the branches cross at 0.27 with different slopes, and far below the pentagon is no optimum any more', () => {
  expect(exact.crossing).toBeGreaterThan(0.265)
  expect(exact.crossing).toBeLessThan(0.27)
  expect(exact.slopeRatio).toBeGreaterThan(2)
  expect(exact.points[0]!.pentagon).toBeUndefined()
})
