import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalProbability, normalQuantile } from './normal-distribution.js'

test('quantiles are those that SciPy gives', () => {
  // scipy.stats.norm.ppf
  const known: readonly (readonly [number, number])[] = [
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.1, -1.2815515655446004],
    [1e-6, -4.753424308822899],
    [2 ** -33, -6.3379577545537895],
    [1e-20, -9.262340089798409],
  ]
  for (const [probability, quantile] of known) expect(normalQuantile(probability)).toBeCloseTo(quantile, 11)
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])
})

test('the quantile of the probability of x is x', () => {
  fc.assert(
    fc.property(fc.double({ min: -7, max: 5, noNaN: true }), (x) => {
      // Φ is known to 1e-16, so x is known to that over the density.
      const uncertainty = 1e-15 / Math.exp((-x * x) / 2)
      expect(Math.abs(normalQuantile(normalProbability(x)) - x)).toBeLessThan(1e-11 + 10 * uncertainty)
    }),
    { seed: 1, numRuns: 500 },
  )
})

test('quantiles rise and are symmetric', () => {
  let before = Number.NEGATIVE_INFINITY
  for (let k = 1; k < 4096; k++) {
    const quantile = normalQuantile(k / 4096)
    expect(quantile).toBeGreaterThan(before)
    expect(quantile).toBeCloseTo(-normalQuantile(1 - k / 4096), 12)
    before = quantile
  }
})
