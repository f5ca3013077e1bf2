import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Frame } from '../training/frame.js'
import { lossAxes, lossPlace, stepLabel, stepPlace } from './loss-axes.js'
import { extendHistory, isPlateau, type LossHistory } from './loss-history.js'

const frame = (step: number, loss: number, changeCount = 0) =>
  ({ step, changeCount, losses: Float64Array.of(loss, 2 * loss) }) as unknown as Frame

function historyOf(loss: (step: number) => number, last: number): LossHistory {
  let history: LossHistory = []
  for (let step = 0; step <= last; step += 10) history = extendHistory(history, frame(step, loss(step)))
  return history
}

test('a million steps are a few hundred points, evenly spread over the logarithm', () => {
  const history = historyOf((step) => 1 / (step + 1), 1_000_000)
  expect(history.length).toBeLessThan(700)
  expect(history.at(-1)!.step).toBeGreaterThan(980_000)
})

test('a restart that ran away ends no curve but its own, whichever it is', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0.1, Number.NaN, Number.POSITIVE_INFINITY), { minLength: 1 }), (losses) => {
      const next = { step: 1, changeCount: 0, losses: Float64Array.from(losses) } as unknown as Frame
      const history = extendHistory([], next)
      // Before the first step no restart has a loss, and there is nothing to draw.
      expect(history).toEqual(losses.every(Number.isNaN) ? [] : [{ step: 1, changeCount: 0, losses }])
    }),
  )
})

test('a loss that falls is no plateau; one that stopped falling long ago is; a change begins anew', () => {
  expect(isPlateau(historyOf((step) => 1 / (step + 1), 20_000))).toBe(false)
  const calm = historyOf((step) => Math.max(1 / (step + 1), 0.01), 8000)
  expect(isPlateau(calm)).toBe(true)
  expect(isPlateau(extendHistory(calm, frame(8001, 0.02, 1)))).toBe(false)
})

test('both axes are logarithmic, and nothing is missing from a curve', () => {
  const axes = lossAxes(extendHistory(extendHistory([], frame(0, 0.2)), frame(10_000, 0.01)))
  expect(axes.steps.ticks).toEqual([1, 10, 100, 1000, 10_000])
  expect(stepPlace(0, axes)).toBe(0)
  expect(stepPlace(100, axes)).toBeCloseTo(0.5, 10)
  expect(lossPlace(0, axes)).toBe(1)
  expect(lossPlace(Number.NaN, axes)).toBe(0)
  expect([1000, 10_000, 3_000_000].map(stepLabel)).toEqual(['1,000', '10k', '3M'])
})
