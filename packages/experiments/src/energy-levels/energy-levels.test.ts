/** What the ideal's claims do not check: closed forms, and how movements and falls are told from time points. */
import { expect, test } from 'vitest'
import { idealSweeps } from '../vocabulary/ideal.test-support.js'
import { best } from '../vocabulary/restarts.js'
import { energyLevels, lossOfDigons } from './energy-levels.js'
import { ideal } from './ideal.test-support.js'
import { energyLevelsSettings } from './settings.js'

const { controls, measure } = energyLevels.description
const { quick } = energyLevelsSettings.settings
const restart = best(measure(idealSweeps(energyLevels, ideal), quick))

test('the loss of digons is the closed form: p²/3 for a pair and V(p) for each feature left out', () => {
  expect(lossOfDigons).toBeCloseTo((5 * (0.09 / 3) + 10 * (0.3 / 3 - 0.09 / 4)) / 20, 12)
  // The measured loss of these very digons, on samples.
  expect(Math.abs(restart.timePoints.at(-1)!.loss / lossOfDigons - 1)).toBeLessThan(0.02)
})

test('ends, movements and falls are told from the time points', () => {
  expect(restart.ends).toEqual({ half: 10, none: 10, other: 0 })
  expect(restart.intervals.filter(({ largestChange }) => largestChange > 0.05).length).toBe(5)
  expect(restart.largestLost).toBeCloseTo(0.49 / 1.49, 6)
  expect(restart.correlation).toBeGreaterThan(0.9)
  const still = restart.intervals.filter(({ change }) => change === 0)
  expect(still.length).toBeGreaterThan(10)
  for (const { fall } of still) expect(fall).toBe(0)
})

test('a model in which nothing moves has a correlation of 0, and its numbers are JSON', () => {
  const unchanging = controls['models that never change']
  if (!('trained' in unchanging)) throw new Error('expected a control of models')
  const numbers = measure(unchanging.trained(idealSweeps(energyLevels, ideal)), quick)
  expect(best(numbers).correlation).toBe(0)
  expect(JSON.parse(JSON.stringify(numbers))).toEqual(numbers)
})

test.each(['quick', 'paper'] as const)(
  'time points of preset %s cover the whole training of eight restarts',
  (preset) => {
    const [task] = energyLevels.plan(preset, 3).tasks
    expect(task!.record.at(-1)).toBe(task!.steps)
    expect(task!.record).toEqual([...new Set(task!.record)].sort((a, b) => a - b))
    expect(task!.ensemble.members.length).toBeGreaterThanOrEqual(8)
  },
)
