import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lossAxis, placeOf, stepAxis } from './loss-axes.js'

const points = (losses: readonly number[], step = 0) =>
  losses.map((loss) => ({ step, probability: 0.1, losses: [loss] }))

test('losses lie between round numbers, ticks at round losses', () => {
  expect(lossAxis(points([0.026, 0.0047]))).toEqual({ low: 0.003, high: 0.03, ticks: [0.005, 0.01, 0.02] })
  expect(lossAxis(points([0.15, 0.0047]))).toEqual({
    low: 0.003,
    high: 0.2,
    ticks: [0.005, 0.01, 0.02, 0.05, 0.1, 0.2],
  })
})

test('without a loss there is an axis all the same', () => {
  expect(lossAxis([])).toEqual({ low: 0.01, high: 0.1, ticks: [0.01, 0.02, 0.05, 0.1] })
})

test('every axis of losses holds them, spans a factor of three, and has one to ten ticks', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 1e-6, max: 100, noNaN: true }), { minLength: 1, maxLength: 5 }), (losses) => {
      const { low, high, ticks } = lossAxis(points(losses))
      expect(low).toBeLessThanOrEqual(Math.min(...losses))
      expect(high).toBeGreaterThanOrEqual(Math.max(...losses))
      expect(high / low).toBeGreaterThanOrEqual(2.99)
      expect(ticks.length).toBeGreaterThanOrEqual(1)
      expect(ticks.length).toBeLessThanOrEqual(10)
      expect(ticks).toEqual(ticks.toSorted((a, b) => a - b))
      for (const tick of ticks) expect(tick >= low && tick <= high).toBe(true)
    }),
    { seed: 1, numRuns: 300 },
  )
})

test('losses that are no numbers change nothing', () => {
  expect(lossAxis(points([0.026, Number.NaN, 0, Number.POSITIVE_INFINITY, 0.0047]))).toEqual(
    lossAxis(points([0.026, 0.0047])),
  )
})

test('a loss is at its place, and what the axis has no place for at its edge, so that no point of a curve is missing', () => {
  const axis = lossAxis(points([0.1, 0.001]))
  expect(placeOf(axis.high, axis)).toBe(0)
  expect(placeOf(axis.low, axis)).toBe(1)
  expect(placeOf(Math.sqrt(axis.high * axis.low), axis)).toBeCloseTo(0.5, 12)
  expect([0, -1].map((loss) => placeOf(loss, axis))).toEqual([1, 1])
  expect([Number.NaN, Number.POSITIVE_INFINITY].map((loss) => placeOf(loss, axis))).toEqual([0, 0])
})

test('steps have three to six ticks at round numbers, from 0, within the axis', () => {
  expect(stepAxis([])).toEqual({ low: 0, high: 100, ticks: [0, 20, 40, 60, 80, 100] })
  expect(stepAxis(points([1], 2733)).ticks).toEqual([0, 1000, 2000])
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 1e9 }), (step) => {
      const { high, ticks } = stepAxis(points([1], step))
      expect(high).toBe(step)
      expect(ticks.length).toBeGreaterThanOrEqual(3)
      expect(ticks.length).toBeLessThanOrEqual(6)
      expect(ticks.at(-1)!).toBeLessThanOrEqual(step)
    }),
    { seed: 1, numRuns: 200 },
  )
})
