import { expect, test } from 'vitest'
import type { TrainedEnsemble } from './experiment.js'
import { logarithmicSteps } from './loss-history.js'
import { lossStatistics, median, soundMembers } from './restarts.js'

test('the median of an even number is the mean of the two middle ones', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([])).toBeNaN()
})

test('best, median and spread are those of the sound restarts, the diverged ones are counted', () => {
  expect(lossStatistics([0.3, 0.1, 0.2], 5)).toEqual({
    best: 0.1,
    median: 0.2,
    spread: 0.3 - 0.1,
    count: 3,
    diverged: 2,
  })
  expect(() => lossStatistics([], 4)).toThrow('invalid restarts: all 4 diverged; expected at least one sound')
})

test('diverged members and losses that are not finite are left out', () => {
  const trained = {
    evaluation: { losses: Float64Array.of(1, 2, Number.NaN, 3), errors: new Float64Array(4) },
    diverged: [{ member: 1, step: 7 }],
  } as unknown as TrainedEnsemble
  expect(soundMembers(trained, [0, 1, 2, 3])).toEqual([0, 3])
})

test('steps of a loss curve ascend from 1 to the last step trained, the next step always less than twice as far', () => {
  const steps = logarithmicSteps(3000)
  expect([steps[0], steps.at(-1)]).toEqual([1, 2999])
  for (const [k, step] of steps.entries()) if (k > 0) expect(step).toBeGreaterThan(steps[k - 1]!)
  for (const [k, step] of steps.entries()) if (k > 1) expect(step / steps[k - 1]!).toBeLessThan(2)
  expect(logarithmicSteps(0)).toEqual([])
  expect(logarithmicSteps(1)).toEqual([])
  expect(logarithmicSteps(2)).toEqual([1])
})
