/** What the ideal's claims do not check: closed forms, and how hops and their worth are told from time points. */
import { expect, test } from 'vitest'
import { idealSweeps } from '../vocabulary/ideal.test-support.js'
import { best } from '../vocabulary/restarts.js'
import { energyLevels } from './energy-levels.js'
import { hopsOf, rested } from './hops.js'
import { hopsAt, ideal } from './ideal.test-support.js'
import { exact, measureLevels } from './measure.js'

const [trained] = idealSweeps(energyLevels, ideal).equal
const numbers = measureLevels(trained!)
const steps = Array.from({ length: 80 }, (_, k) => 1.07 ** k)
const track = (value: (step: number) => number) => steps.map((step) => [value(step)])

test('the best digons lose a little less than digons of norm 1 without biases, which lose p²/3 a pair', () => {
  const unit = (5 * (0.35 ** 2 / 3) + 10 * (0.35 / 3 - 0.35 ** 2 / 4)) / 20
  expect(exact.digons).toBeLessThan(unit)
  expect(exact.digons).toBeGreaterThan(0.98 * unit)
})

test('a rest and a sudden change are one hop, which starts at the end of the rest', () => {
  const [hop, ...others] = hopsOf(
    steps,
    track((step) => (step < 50 ? 0 : 0.5)),
  )
  expect(others).toEqual([])
  expect(steps[hop!.from]).toBeLessThan(50)
  expect(steps[hop!.from + 1]).toBeGreaterThanOrEqual(50)
  expect(hop!.to).toBe(hop!.from + 1)
})

test('a slow rise is no hop, nor is a change without a rest before it, nor a small one', () => {
  expect(
    hopsOf(
      steps,
      track((step) => Math.min(0.5, 0.1 * Math.log(step))),
    ),
  ).toEqual([])
  expect(
    hopsOf(
      steps,
      track((step) => (Math.floor(Math.log(step) / 0.2) % 2 === 0 ? 0 : 0.5)),
    ),
  ).toEqual([])
  expect(
    hopsOf(
      steps,
      track((step) => (step < 50 ? 0.3 : 0.4)),
    ),
  ).toEqual([])
})

test('a feature has not rested before it was seen for a factor 1.5 of steps', () => {
  const still = steps.map(() => 0.5)
  expect(rested(steps, still, 5)).toBe(false)
  expect(rested(steps, still, 6)).toBe(true)
})

test('hops, their worth and the ends of features are told from the time points', () => {
  const restart = best(numbers.restarts)
  expect([restart.half.length, restart.none.length]).toEqual([10, 10])
  // One joins, and the other makes room.
  expect(restart.hops.map(({ before, after }) => [before, Number(after.toFixed(2))])).toEqual([
    [1, 0.5],
    [0, 0.5],
  ])
  for (const { from, to, worth } of restart.hops) {
    expect(from).toBeLessThan(hopsAt)
    expect(to).toBeGreaterThanOrEqual(hopsAt)
    expect(Math.abs(worth / exact.lastDigon - 1)).toBeLessThan(0.15)
  }
  expect(restart.quietFall).toBeLessThan(0.1 * exact.lastDigon)
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
