import { expect, test } from 'vitest'
import type { BenchEngine } from './bench-engine.js'
import { measureShape, median } from './measure-shape.js'
import { ensembleOf, ensembleShapes, ladderShapes } from './shapes.js'

/** An engine whose steps take what the test says, and which writes down whose turn it was. */
function pretended(name: string, secondsOfTurn: (turn: number) => number, turns: string[]): BenchEngine {
  let turn = 0
  return {
    name,
    version: '1',
    threads: 1,
    followsWeights: false,
    measures: () => true,
    open: async () => ({
      run: async (steps) => {
        turns.push(name)
        return steps * secondsOfTurn(turn++)
      },
      close: async () => {
        turns.push(`${name} closed`)
      },
    }),
  }
}

test('the median of an even number of values lies between the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 3, 2])).toBe(2.5)
})

test('engines take turns, the first turns are thrown away and a slow turn does not count', async () => {
  const turns: string[] = []
  const steady = pretended('steady', () => 0.1, turns)
  // Turns 0 and 1 find out how many steps fit; of the five that count one is disturbed.
  const disturbed = pretended('disturbed', (turn) => [9, 9, 0.2, 0.2, 50, 0.2, 0.2][turn] ?? 0.2, turns)
  const times = await measureShape(ensembleShapes[0]!, [steady, disturbed], { turnInSeconds: 0.1, rounds: 5 })
  expect(times.map(({ name }) => name)).toEqual(['steady', 'disturbed'])
  expect(times[0]!.millisecondsPerStep).toBeCloseTo(100, 9)
  expect(times[1]!.millisecondsPerStep).toBeCloseTo(200, 9)
  expect(turns.slice(-12, -2)).toEqual(Array(5).fill(['steady', 'disturbed']).flat())
  expect(turns.slice(-2)).toEqual(['steady closed', 'disturbed closed'])
})

test('an engine whose cost follows the weights is timed on trained models', async () => {
  const asked: number[] = []
  const following: BenchEngine = {
    ...pretended('following', () => 1, []),
    followsWeights: true,
    open: async () => ({
      run: async (steps) => {
        asked.push(steps)
        return steps
      },
      close: async () => {},
    }),
  }
  await measureShape(ladderShapes[0]!, [following], { rounds: 1 })
  expect(asked[0]).toBe(ladderShapes[0]!.warmUpSteps)
})

test('behind the last turn each engine is shown while it is open', async () => {
  const turns: string[] = []
  await measureShape(ensembleShapes[0]!, [pretended('steady', () => 1, turns)], {
    rounds: 1,
    onEnd: async ({ name }) => {
      turns.push(`${name} shown`)
    },
  })
  expect(turns.slice(-3)).toEqual(['steady', 'steady shown', 'steady closed'])
})

test('engines are closed when one of them fails', async () => {
  const turns: string[] = []
  const failing: BenchEngine = {
    ...pretended('failing', () => 1, turns),
    open: () => Promise.reject(new Error('no such device')),
  }
  await expect(measureShape(ensembleShapes[0]!, [pretended('steady', () => 1, turns), failing])).rejects.toThrow(
    'no such',
  )
  expect(turns).toEqual(['steady closed'])
})

test('shapes are those of the paper: probabilities from 1 to 0.05, a ladder from dense to one in a thousand', () => {
  expect(ensembleShapes.map(({ name }) => name)).toEqual([
    '10 × (5, 2)',
    '10 × (20, 5)',
    '10 × (80, 20)',
    '20 × (400, 30)',
    '1 × (5, 2)',
    '100 × (2, 1)',
  ])
  for (const shape of ensembleShapes.filter(({ members }) => members > 1)) {
    expect(shape.probabilities[0]).toBe(1)
    expect(shape.probabilities.at(-1)).toBeCloseTo(0.05, 12)
  }
  expect(ladderShapes.map(({ probabilities }) => probabilities[0])).toEqual([1, 0.5, 0.1, 0.05, 0.01, 0.003, 0.001])
  expect(ensembleOf(ensembleShapes[5]!).members.length).toBe(100)
})
