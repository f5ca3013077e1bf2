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

/** Thresholds that divide 2⁵⁶ + 2 or 2⁵⁶ + 4, so that the float quotient 2⁵⁶ / T rounds up to an integer it should not reach. */
const hard = [736597059, 1076074802, 1614112203, 3228224406, 536936452, 1744617485, 2684682260, 3972359812]

test('multipliers are the exact whole quotients, and stretch the threshold over all 24-bit positions', () => {
  const limit = fc.oneof(
    fc.constantFrom(2 ** 29, 2 ** 31, 2 ** 32 - 1, 2 ** 32, ...hard).map((threshold) => threshold - 1),
    fc.integer({ min: 2 ** 29 - 1, max: 2 ** 32 - 1 }),
  )
  fc.assert(
    fc.property(limit, (limit) => {
      const multiplier = BigInt(positionMultiplier(limit))
      expect(multiplier).toBe(2n ** 56n / (BigInt(limit) + 1n))
      expect((BigInt(limit) * multiplier) >> 32n).toBe(2n ** 24n - 1n)
    }),
    { seed: 8, numRuns: 1000 },
  )
})
