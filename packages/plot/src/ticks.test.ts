import fc from 'fast-check'
import { expect, test } from 'vitest'
import { logLabelExpression, logTicks } from './ticks.js'

test('ticks are powers of ten, with more digits over shorter ranges', () => {
  expect(logTicks(0.0005, 20)).toEqual([0.001, 0.01, 0.1, 1, 10])
  expect(logTicks(0.004, 0.1)).toEqual([0.005, 0.01, 0.02, 0.05, 0.1])
  expect(logTicks(2.5, 4.5)).toEqual([3, 4])
})

test('over any range ticks ascend, lie within it, and are one to ten in number', () => {
  const decades = fc.double({ min: 0.35, max: 8, noNaN: true })
  fc.assert(
    fc.property(fc.double({ min: -12, max: 6, noNaN: true }), decades, (exponent, span) => {
      const [low, high] = [10 ** exponent, 10 ** (exponent + span)]
      const ticks = logTicks(low, high)
      expect(ticks.length).toBeGreaterThanOrEqual(1)
      expect(ticks.length).toBeLessThanOrEqual(10)
      expect(Math.min(...ticks)).toBeGreaterThanOrEqual(low)
      expect(Math.max(...ticks)).toBeLessThanOrEqual(high)
      expect(ticks).toEqual([...new Set(ticks)].sort((a, b) => a - b))
    }),
    { seed: 4, numRuns: 300 },
  )
})

test('an axis with a tick below 0.001 is written in powers of ten throughout, else in decimals', () => {
  expect(logLabelExpression([0.001, 0.01], 'plain')).toBe('plain')
  expect(logLabelExpression([2e-7, 1e-5, 1, 20], 'plain')).toBe(
    '{"1":"10⁰","20":"2·10¹","2e-7":"2·10⁻⁷","0.00001":"10⁻⁵"}[datum.value]',
  )
})
