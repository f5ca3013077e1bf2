import { expect, test } from 'vitest'
import { randomStream } from '../vocabulary/random-stream.js'
import { bestRuleLimit, bias, expectedErrors, thresholdDimensions, windowProfile } from './law.js'
import { drawColumns, drawReads, errorCount, extremes, rightGates } from './networks.js'

const sizes = { featureCount: 128, activeCount: 4 }

test('thresholds are those of the preprint’s closed form, by quantiles of Python’s statistics.NormalDist', () => {
  // Φ̄⁻¹(1/4) = 0.67449, Φ̄⁻¹(1/124) = 2.40598.
  expect(thresholdDimensions(sizes, 'midpoint')).toBe(Math.round(16 * (0.67449 + 2.40598) ** 2))
  expect(thresholdDimensions(sizes, 'best')).toBe(Math.round(4 * (3 * 0.67449 + 2.40598) ** 2))
  expect(bias(sizes, 100, 'midpoint')).toBe(1.5)
  expect(bias(sizes, 100, 'best')).toBeCloseTo(1.5 + 0.1 * (2.40598 - 0.67449), 4)
})

test('Ψ tends to the Gumbel distribution function as β grows, and goes from 0 to 1', () => {
  expect(windowProfile(1e6, 0.3)).toBeCloseTo(Math.exp(-Math.exp(-0.3)), 3)
  expect(windowProfile(2, -10)).toBeLessThan(1e-6)
  expect(windowProfile(2, 20)).toBeCloseTo(1, 5)
})

test('the limit of the best rule has the share of pairs of Poisson points whose sum is not positive', () => {
  const { uniform } = randomStream(1)
  let below = 0
  for (let k = 0; k < 40_000; k++) {
    const first = -Math.log(uniform())
    if (-Math.log(first) - Math.log(first - Math.log(uniform())) <= 0) below++
  }
  expect(Math.abs(below / 40_000 - bestRuleLimit(2) / windowProfile(2, 0))).toBeLessThan(0.01)
})

test('expected errors are those of the score law, added up by hand where the length does not vary', () => {
  const [dimensions, theta] = [1e9, 1.5]
  const { featureCount: m, activeCount: k } = { featureCount: 10, activeCount: 4 }
  // At so many dimensions nothing errs; a bias of 0 makes every gate say yes, the silent ones in half of the cases.
  expect(expectedErrors({ featureCount: m, activeCount: k }, dimensions, theta)).toBeLessThan(1e-100)
  expect(expectedErrors({ featureCount: m, activeCount: k }, dimensions, 0)).toBeCloseTo((m - k) * k + 15 / 2, 3)
})

test('extremes and right gates of a network are those of all its pairs', () => {
  const stream = randomStream(5)
  for (let network = 0; network < 20; network++) {
    const reads = drawColumns({ featureCount: 30, activeCount: 4 }, 60, stream)
    const { two, one, none } = rightGates(extremes(reads, 4), 1.5)
    expect(errorCount(reads, 4, 1.5) === 0).toBe(two && one && none)
  }
})

test('reads of the law have the mean and the spread of its formula', () => {
  const stream = randomStream(6)
  const networks = Array.from({ length: 4000 }, () => drawReads({ featureCount: 1e6, activeCount: 2 }, 50, stream))
  const sums = networks.map(({ leastActive: [a, b] }) => a + b)
  const mean = sums.reduce((total, sum) => total + sum, 0) / sums.length
  const variance = sums.reduce((total, sum) => total + (sum - mean) ** 2, 0) / sums.length
  // With two active features the noise of their reads cancels: the sum is 2H, of mean 2 and variance 8/d.
  expect(Math.abs(mean - 2)).toBeLessThan(4 * Math.sqrt(8 / 50 / 4000))
  expect(variance / (8 / 50)).toBeGreaterThan(0.9)
  expect(variance / (8 / 50)).toBeLessThan(1.1)
})
