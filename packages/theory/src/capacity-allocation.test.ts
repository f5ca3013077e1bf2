import { type Matrix, matrix, matrixFromRows } from '@digon/matrix'
import { expect, test } from 'vitest'
import { capacityAllocation } from './capacity-allocation.js'
import { leastQuadraticOptimum, type QuadraticTask, quadraticLoss } from './quadratic-model.js'

function evenly(first: number, last: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => first + ((last - first) * k) / (count - 1))
}

/** Kurtosis, effects, loss and capacities in three dimensions. */
const known: readonly (readonly [number, readonly number[], number, readonly number[]])[] = [
  [12, new Array(6).fill(1), 10.15385, [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]],
  [12, evenly(1, 0.3, 6), 3.45156, [0.889, 0.733, 0.578, 0.422, 0.267, 0.111]],
  [30, [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.2, 0.05], 6.84618, [0.675, 0.6, 0.525, 0.45, 0.375, 0.3, 0.076, 0]],
  [5, evenly(1, 0.2, 8), 3.74966, [1, 0.86, 0.62, 0.38, 0.14, 0, 0, 0]],
  [3, evenly(1, 0.2, 6), 0.88, [1, 1, 1, 0, 0, 0]],
  [2, evenly(1, 0.2, 6), 0.44, [1, 1, 1, 0, 0, 0]],
]

test.each(known)('at F = %d, effects %j: loss and capacities', (kurtosis, effects, loss, capacities) => {
  const allocation = capacityAllocation({ effects, kurtosis }, 3)
  expect(allocation.loss).toBeCloseTo(loss, 5)
  for (const [feature, capacity] of capacities.entries()) {
    expect(Math.abs(allocation.capacities[feature]! - capacity)).toBeLessThan(6e-4)
  }
  expect(allocation.capacities.reduce((sum, capacity) => sum + capacity, 0)).toBeCloseTo(3, 9)
})

/** Deterministic starts without a structure of their own. */
function starts(featureCount: number, count: number): readonly Matrix[] {
  let state = 1
  const next = () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647 - 0.5
  }
  return Array.from({ length: count }, () =>
    matrix(featureCount, 3, Float64Array.from({ length: 3 * featureCount }, next)),
  )
}

test.each(known)('at F = %d, descent from several starts ends at the closed form for %j', (kurtosis, effects) => {
  const task = { effects, kurtosis }
  const expected = capacityAllocation(task, 3)
  const { loss, weights } = leastQuadraticOptimum(starts(effects.length, 12), task)
  expect(Math.abs(loss - expected.loss)).toBeLessThan(1e-3)
  for (const [feature, capacity] of capacitiesOf(weights).entries()) {
    expect(Math.abs(capacity - expected.capacities[feature]!)).toBeLessThan(0.02)
  }
})

function capacitiesOf({ rows, columns, values }: Matrix): number[] {
  const product = (i: number, k: number) => {
    let sum = 0
    for (let a = 0; a < columns; a++) sum += values[i * columns + a]! * values[k * columns + a]!
    return sum
  }
  return Array.from({ length: rows }, (_, i) => {
    const squares = Array.from({ length: rows }, (__, k) => product(i, k) ** 2).reduce((sum, square) => sum + square, 0)
    return squares < 1e-12 ? 0 : product(i, i) ** 2 / squares
  })
}

test('the loss is the variance of the error, by enumeration of all inputs of sign features', () => {
  const probability = 0.25
  // ±2 with probability 1/8 each: variance 1, fourth moment 4.
  const task: QuadraticTask = { effects: [1, 0.5, 0.3], kurtosis: 1 / probability }
  const weights = matrixFromRows([
    [0.9, 0.1],
    [-0.2, 0.5],
    [0.3, -0.4],
  ])
  let [mean, square] = [0, 0]
  for (let code = 0; code < 27; code++) {
    const x = [code % 3, Math.floor(code / 3) % 3, Math.floor(code / 9)].map((digit) => 2 * (digit - 1))
    const chance = x.reduce((product, value) => product * (value === 0 ? 1 - probability : probability / 2), 1)
    const hidden = [0, 1].map((a) => x.reduce((sum, value, i) => sum + value * weights.values[2 * i + a]!, 0))
    const error =
      hidden[0]! ** 2 + hidden[1]! ** 2 - x.reduce((sum, value, i) => sum + task.effects[i]! * value ** 2, 0)
    mean += chance * error
    square += chance * error ** 2
  }
  expect(quadraticLoss(weights, task)).toBeCloseTo(square - mean ** 2, 12)
})

test('sharing starts above F = 3, is linear in the effect among features that share, and nobody shares with room for all', () => {
  const effects = [1, 0.95, 0.9, 0.85, 0.8]
  for (const kurtosis of [1.8, 3]) {
    expect([...capacityAllocation({ effects, kurtosis }, 2).capacities]).toEqual([1, 1, 0, 0, 0])
  }
  const { capacities } = capacityAllocation({ effects, kurtosis: 20 }, 2)
  const steps = effects.slice(1).map((_, k) => capacities[k]! - capacities[k + 1]!)
  for (const step of steps) expect(step).toBeCloseTo(steps[0]!, 9)
  expect([...capacityAllocation({ effects: [1, 0, 0.2], kurtosis: 20 }, 2).capacities]).toEqual([1, 0, 1])
})

test('wrong numbers are refused by name', () => {
  const task = { effects: [1, 0.5], kurtosis: 5 }
  expect(() => capacityAllocation({ ...task, kurtosis: 1 }, 1)).toThrow(
    'invalid kurtosis: 1; expected a finite number > 1',
  )
  expect(() => capacityAllocation({ ...task, effects: [1, -1] }, 1)).toThrow('invalid effects[1]: -1')
  expect(() => capacityAllocation(task, 0)).toThrow('invalid hiddenSize: 0; expected an integer ≥ 1')
  expect(() => leastQuadraticOptimum([], task)).toThrow('invalid starts: none')
  expect(() => quadraticLoss(matrixFromRows([[1]]), task)).toThrow('1 rows; expected 2')
})
