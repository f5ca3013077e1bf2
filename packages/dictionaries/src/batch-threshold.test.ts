import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countThreshold } from './batch-threshold.js'

test('the threshold is the count-th largest of the positive numbers, 0 where there are fewer', () => {
  const room = new Uint32Array(2 ** 16)
  // Few different numbers among them, so that there are ties; and every float32 there is.
  const number = fc.oneof(fc.float({ noNaN: true }), fc.constantFrom(-1, 0, 1, 1.0000001, 2))
  fc.assert(
    fc.property(fc.array(number, { maxLength: 60 }), fc.integer({ min: 1, max: 60 }), (numbers, count) => {
      const values = Float32Array.from(numbers)
      const positive = values.filter((value) => value > 0).sort()
      expect(countThreshold(values, count, room)).toBe(count > positive.length ? 0 : positive[positive.length - count])
    }),
    { numRuns: 200 },
  )
})
