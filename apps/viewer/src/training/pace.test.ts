import { expect, test } from 'vitest'
import { Pace, turnInMilliseconds } from './pace.js'

/** Steps of many turns of one length, on a machine where a step takes this long. */
function run(pace: Pace, turns: number, turn: number, millisecondsPerStep: number, from = 0): number[] {
  return Array.from({ length: turns }, (_, k) => {
    const steps = pace.stepsDue(from + (k + 1) * turn)
    if (steps > 0) pace.made(steps, steps * millisecondsPerStep)
    return steps
  })
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

test('sixty steps a second are sixty steps a second, whatever the turns take', () => {
  for (const turn of [7, 33, 50]) {
    const turns = Math.round(10_000 / turn)
    const steps = sum(run(new Pace(60, 0), turns, turn, 0.1))
    // A few are lost in the first turns, before it is known how many fit.
    expect(Math.abs(steps - (60 * turns * turn) / 1000)).toBeLessThanOrEqual(4)
  }
})

test('a slow speed leaves turns without a step', () => {
  const steps = run(new Pace(8, 0), 320, 10, 0.1)
  expect([25, 26]).toContain(sum(steps))
  expect(Math.max(...steps)).toBe(1)
})

test('as fast as it goes fills a turn, no more, after few turns', () => {
  const pace = new Pace(Number.POSITIVE_INFINITY, 0)
  const steps = run(pace, 20, 40, 0.25)
  expect(steps.slice(0, 4)).toEqual([1, 2, 4, 8])
  expect(steps.at(-1)).toBe(turnInMilliseconds / 0.25)
  expect(pace.restInMilliseconds(0)).toBe(0)
})

test('a machine too slow for the speed makes what it can, and never a burst afterwards', () => {
  const pace = new Pace(600, 0)
  expect(run(pace, 50, 40, 20).slice(-5)).toEqual([1, 1, 1, 1, 1])
  expect(Math.max(...run(pace, 20, 40, 0.1, 2000))).toBe(24)
  pace.change(10)
  expect([9, 10]).toContain(sum(run(pace, 100, 10, 0.1, 2800)))
})

test('after a long sleep no more than a tenth of a second is made up for', () => {
  const pace = new Pace(60, 0)
  run(pace, 10, 33, 0.1)
  expect(pace.stepsDue(1e6)).toBeLessThanOrEqual(7)
})

test('a turn rests for what is left of it', () => {
  const pace = new Pace(60, 0)
  pace.stepsDue(100)
  expect(pace.restInMilliseconds(110)).toBe(turnInMilliseconds - 10)
  expect(pace.restInMilliseconds(1000)).toBe(0)
})
