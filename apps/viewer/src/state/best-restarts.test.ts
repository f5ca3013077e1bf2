import { expect, test } from 'vitest'
import { bestRestarts } from './best-restarts.js'

const frame = (losses: readonly number[], diverged: readonly number[] = []) => ({
  step: 1,
  probability: 0.1,
  restarts: losses.map((loss, index) => ({ loss, weights: [], bias: [], diverged: diverged.includes(index) })),
})

test('all restarts within two percent of the lowest loss are the best', () => {
  expect(bestRestarts(frame([0.02, 0.0101, 0.01, 0.0103]))).toEqual([1, 2])
})

test('a diverged restart is not among the best, whatever loss it stopped at', () => {
  expect(bestRestarts(frame([0.01, 0.02, 0.03, 0.04], [0]))).toEqual([1])
  expect(bestRestarts(frame([1, 1, 1, 1], [0, 1, 2, 3]))).toEqual([])
})
