import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectedActiveCount, expectedStatistics } from './index.js'
import { sizedLaw } from './random-laws.test-support.js'

test('features outside groups count by themselves, groups by what they make active', () => {
  expect(expectedActiveCount({ kind: 'exactly', activeCount: 3 }, 5)).toBe(3)
  expect(expectedActiveCount({ kind: 'independent', probability: 0.25 }, 5)).toBe(1.25)
  const groups = [
    { kind: 'together', features: [0, 1, 2], probability: 0.25 },
    { kind: 'exclusive', features: [3, 4] },
  ] as const
  expect(expectedActiveCount({ kind: 'independent', probability: 0.5, groups }, 6)).toBe(0.5 + 0.75 + 0.5)
})

test('the probabilities of all features add up to it', () => {
  fc.assert(
    fc.property(sizedLaw, ({ law, featureCount }) => {
      const { probabilities, activePerSample } = expectedStatistics(law, featureCount)
      const count = expectedActiveCount(law, featureCount)
      expect(Math.abs(probabilities.reduce((sum, probability) => sum + probability, 0) - count)).toBeLessThan(1e-9)
      expect(activePerSample.mean).toBe(count)
    }),
    { seed: 5, numRuns: 200 },
  )
})
