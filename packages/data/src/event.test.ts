import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventLimit, positionMultiplier } from './event.js'

test('limits are one below p · 2³², within one word', () => {
  expect(eventLimit(1)).toBe(2 ** 32 - 1)
  expect(eventLimit(1 - 2 ** -53)).toBe(2 ** 32 - 2)
  expect(eventLimit(0.5)).toBe(2 ** 31 - 1)
  expect(eventLimit(2 ** -32)).toBe(0)
  expect(eventLimit(1.5 * 2 ** -32)).toBe(1)
  expect(eventLimit(1.49 * 2 ** -32)).toBe(0)
})

/** Limits for which 2⁵⁶ divided by the threshold is nearest to an integer from below, where a float quotient rounds up. */
const hard = [2 ** 29 - 1, 2 ** 32 - 1, 2 ** 32 - 2, 2 ** 31 - 1, (2 ** 53 + 1) / 3 / 2 ** 20]
for (let quotient = 2 ** 27 - 1; quotient > 2 ** 27 - 2000; quotient--) hard.push(Math.ceil(2 ** 56 / quotient) - 1)

test('multipliers are the exact whole quotients, and stretch the threshold over all 24-bit positions', () => {
  const limit = fc.oneof(fc.constantFrom(...hard.map(Math.floor)), fc.integer({ min: 2 ** 29 - 1, max: 2 ** 32 - 1 }))
  fc.assert(
    fc.property(limit, (limit) => {
      const multiplier = BigInt(positionMultiplier(limit))
      expect(multiplier).toBe(2n ** 56n / (BigInt(limit) + 1n))
      expect((BigInt(limit) * multiplier) >> 32n).toBe(2n ** 24n - 1n)
    }),
    { seed: 8, numRuns: 3000 },
  )
})
