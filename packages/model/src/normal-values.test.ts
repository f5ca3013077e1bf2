import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalCumulative } from './error-function.js'
import { normalValues } from './normal-values.js'

test('values of many seeds are standard normal: mean, variance, fourth moment, largest distance from the distribution', () => {
  const values = [1, 2, 3, 4].flatMap((seed) => [...normalValues(seed, 25_000)])
  const count = values.length
  const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / count
  // Four standard errors each: 1, √2, √15 and √96 over √count.
  expect(Math.abs(moment(1))).toBeLessThan(4 / Math.sqrt(count))
  expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / count))
  expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / count))
  expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / count))
  // Kolmogorov: the distance exceeds 1.95 / √count with probability 0.001.
  const distance = values
    .sort((a, b) => a - b)
    .reduce((most, value, rank) => Math.max(most, Math.abs(normalCumulative(value) - (rank + 0.5) / count)), 0)
  expect(distance).toBeLessThan(1.95 / Math.sqrt(count))
})

test('neighboring values, which come from one pair, do not hang together', () => {
  const values = normalValues(9, 100_000)
  let products = 0
  let squares = 0
  for (let i = 0; i < values.length; i += 2) {
    products += values[i]! * values[i + 1]!
    squares += (values[i]! ** 2 - 1) * (values[i + 1]! ** 2 - 1)
  }
  const pairs = values.length / 2
  expect(Math.abs(products / pairs)).toBeLessThan(4 / Math.sqrt(pairs))
  expect(Math.abs(squares / pairs)).toBeLessThan(4 * (2 / Math.sqrt(pairs)))
})

test('a longer answer begins with the shorter one, also across pages of words', () => {
  const long = normalValues(5, 3000)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3000 }), (count) => {
      expect(normalValues(5, count)).toEqual(long.subarray(0, count))
    }),
    { seed: 1, numRuns: 50 },
  )
})

test('the stream is frozen: the first values of two seeds, to the last bit', () => {
  // Within 2 ulps of the same rule in Python (own Philox, decimal arithmetic with 60 digits).
  expect([...normalValues(0, 4)]).toEqual([
    0.5900787121039857, -0.26304535828793957, -1.6050362177338051, 1.4766374299055407,
  ])
  expect([...normalValues(2 ** 53 - 1, 4)]).toEqual([
    -0.9651851067194441, -2.3158423373063695, -0.33426313266967583, 1.6929218443322946,
  ])
})
