import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distinctLabels, labelExpression, linearTicks, logTicks, roundEnds, tickLabels } from './ticks.js'

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

const ends = fc
  .tuple(fc.double({ min: -1e300, max: 1e300, noNaN: true }), fc.double({ min: -300, max: 300, noNaN: true }))
  .map(([low, exponent]): [number, number] => [low, low + 10 ** exponent])
  .filter(([low, high]) => low < high && Number.isFinite(high))
const simpleEnds = fc
  .tuple(fc.double({ min: -1e4, max: 1e4, noNaN: true }), fc.double({ min: 1e-3, max: 1e5, noNaN: true }))
  .map(([low, range]): [number, number] => [low, low + range])

test('over any range ticks of a linear axis ascend, lie within it, are few, and no two of them read alike', () => {
  fc.assert(
    fc.property(
      fc.oneof(ends, simpleEnds),
      fc.integer({ min: 2, max: 11 }),
      fc.boolean(),
      ([low, high], most, whole) => {
        const ticks = linearTicks(low, high, most, whole)
        expect(ticks.length).toBeLessThanOrEqual(most + 1)
        if (!whole) expect(ticks.length).toBeGreaterThanOrEqual(2)
        else expect(ticks.every(Number.isInteger)).toBe(true)
        for (const [i, tick] of ticks.entries()) {
          expect(tick).toBeGreaterThanOrEqual(low)
          expect(tick).toBeLessThanOrEqual(high)
          if (i > 0) expect(tick).toBeGreaterThan(ticks[i - 1]!)
        }
        expect(new Set(tickLabels(ticks)).size).toBe(ticks.length)
      },
    ),
    { seed: 5, numRuns: 500 },
  )
})

test('over any range, the shortest and the longest, a logarithmic axis has two ticks and more, and no two read alike', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -300, max: 200, noNaN: true }),
      fc.double({ min: 1e-9, max: 1, noNaN: true }).chain((share) => fc.constantFrom(share, share * 100)),
      (exponent, span) => {
        const [low, high] = [10 ** exponent, 10 ** (exponent + span)]
        fc.pre(high > low * (1 + 1e-9))
        const ticks = logTicks(low, high)
        expect(ticks.length).toBeGreaterThanOrEqual(2)
        expect(ticks.length).toBeLessThanOrEqual(12)
        expect(ticks.every((tick) => tick >= low && tick <= high)).toBe(true)
        expect(new Set(tickLabels(ticks)).size).toBe(ticks.length)
      },
    ),
    { seed: 6, numRuns: 500 },
  )
})

test('whole ticks are the whole numbers of the range, each once', () => {
  expect(linearTicks(1, 3, 11, true)).toEqual([1, 2, 3])
  expect(linearTicks(0.2, 0.9, 11, true)).toEqual([])
  expect(linearTicks(7, 7, 11, true)).toEqual([7])
})

test('round ends enclose the range by less than a fifth of it', () => {
  fc.assert(
    fc.property(simpleEnds, ([low, high]) => {
      const [first, last] = roundEnds(low, high)
      expect(first).toBeLessThanOrEqual(low)
      expect(last).toBeGreaterThanOrEqual(high)
      expect(last - first).toBeLessThanOrEqual((high - low) * 1.6)
    }),
    { seed: 7, numRuns: 300 },
  )
})

test('an axis with a tick below 0.001 is written in powers of ten throughout, else in decimals', () => {
  expect(tickLabels([0.001, 0.01, 1.5, -20_000])).toEqual(['0.001', '0.01', '1.5', '−20,000'])
  expect(tickLabels([2e-7, 1e-5, 0, 1, 20])).toEqual(['2·10⁻⁷', '10⁻⁵', '0', '10⁰', '2·10¹'])
  expect(labelExpression([0.5, 2e-7])).toBe('{"0.5":"5·10⁻¹","2e-7":"2·10⁻⁷"}[datum.value]')
})

test('numbers are rounded as far as they stay apart', () => {
  expect(distinctLabels([1, 0.9, 0.81, 0.7290000000000001])).toEqual(['1', '0.9', '0.81', '0.729'])
  expect(distinctLabels([0.99999, 0.9999])).toEqual(['1', '0.9999'])
})
