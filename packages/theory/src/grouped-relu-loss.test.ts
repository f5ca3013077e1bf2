import { matrixFromRows, ShapeError, toRows } from '@digon/matrix'
import { expect, test } from 'vitest'
import { featureVariance } from './feature-moments.js'
import { activeFeatures, type GroupedFeatures } from './grouped-features.js'
import { groupedReluLoss, groupedReluOptimum } from './grouped-relu-loss.js'
import { polygonModel } from './polygon-model.js'
import { reluLoss } from './relu-loss.js'
import type { TiedModel } from './tied-model.js'

const ones = (count: number) => new Array<number>(count).fill(1)
const pairs = (kind: 'together' | 'exclusive', probability: number): GroupedFeatures => ({
  sets: [
    { kind, features: [0, 1], probability },
    { kind, features: [2, 3], probability },
  ],
  importance: ones(4),
})

const uneven: TiedModel = {
  weights: matrixFromRows([
    [1.1, 0.2],
    [-0.3, 0.9],
    [-0.8, -0.4],
    [0.1, -1.2],
  ]),
  bias: [-0.1, 0.05, -0.2, 0.1],
}

test('sets of one are independent features', () => {
  const probability = [0.3, 0.1, 0.7, 1]
  const importance = [1, 0.5, 2, 0]
  const sets = probability.map((value, i) => ({
    kind: i % 2 === 0 ? ('together' as const) : ('exclusive' as const),
    features: [i],
    probability: value,
  }))
  const grouped = groupedReluLoss(uneven, { sets, importance })
  expect(grouped).toBeCloseTo(reluLoss(uneven, { probability, importance }), 12)
})

test('a set that is active together is one of independent features at probability 1 or 0, weighted', () => {
  const [p, q] = [0.2, 0.6]
  const sets = [
    { kind: 'together' as const, features: [0, 2], probability: p },
    { kind: 'together' as const, features: [3, 1], probability: q },
  ]
  const on = (probability: readonly number[]) => reluLoss(uneven, { probability, importance: ones(4) })
  const expected =
    p * q * on([1, 1, 1, 1]) +
    p * (1 - q) * on([1, 0, 1, 0]) +
    (1 - p) * q * on([0, 1, 0, 1]) +
    (1 - p) * (1 - q) * on([0, 0, 0, 0])
  expect(groupedReluLoss(uneven, { sets, importance: ones(4) })).toBeCloseTo(expected, 12)
})

test('patterns of an exclusive set share its probability, and all add up to 1', () => {
  const patterns = activeFeatures(pairs('exclusive', 0.4))
  expect(patterns.length).toBe(9)
  expect(patterns.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12)
  expect(patterns.find(({ features }) => features.join() === '1')!.probability).toBeCloseTo(0.2 * 0.6, 12)
  expect(activeFeatures(pairs('together', 1))).toEqual([{ features: [0, 1, 2, 3], probability: 1 }])
})

test('correlated pairs as digons across the sets lose p²/6 a feature, where orthogonal inside', () => {
  const square = polygonModel({ featureCount: 4, corners: 4 })
  expect(groupedReluLoss(square, pairs('together', 0.3))).toBeCloseTo(0.09 / 6, 12)
})

test('anticorrelated pairs as digons inside the sets lose nothing, across the sets p²/24 a feature', () => {
  const across = polygonModel({ featureCount: 4, corners: 4 })
  const [a, b, c, d] = toRows(across.weights)
  const inside: TiedModel = { weights: matrixFromRows([a!, c!, b!, d!]), bias: ones(4).fill(0) }
  expect(groupedReluLoss(inside, pairs('exclusive', 0.8))).toBeCloseTo(0, 12)
  expect(groupedReluLoss(across, pairs('exclusive', 0.8))).toBeCloseTo(0.64 / 24, 12)
})

test('a collapsed pair of independent values on one line keeps their sum and loses half of a variance each', () => {
  // Rank 1 through ReLU at p = 1: a = b = 1/√2, exact for the sum, and V(1)/2 a feature with the difference lost.
  const line: TiedModel = { weights: matrixFromRows([[Math.SQRT1_2], [Math.SQRT1_2]]), bias: [0, 0] }
  const features: GroupedFeatures = {
    sets: [{ kind: 'together', features: [0, 1], probability: 1 }],
    importance: ones(2),
  }
  expect(groupedReluLoss(line, features)).toBeCloseTo(featureVariance(1) / 2, 12)
})

test('descent ends where nothing near is better, below where it began', () => {
  const features = pairs('together', 0.3)
  const start = polygonModel({ featureCount: 4, corners: 4 })
  const { loss, model } = groupedReluOptimum(start, features)
  expect(loss).toBeLessThan(groupedReluLoss(start, features))
  expect(groupedReluLoss(model, features)).toBeCloseTo(loss, 12)
  for (let k = 0; k < 8; k++) {
    for (const by of [-0.01, 0.01]) {
      const values = Float64Array.from(model.weights.values, (value, at) => value + (at === k ? by : 0))
      const moved = { ...model, weights: { ...model.weights, values } }
      expect(groupedReluLoss(moved, features)).toBeGreaterThan(loss)
    }
  }
})

test('what is not a partition of the features is refused', () => {
  const sets = [{ kind: 'together' as const, features: [0, 1], probability: 0.5 }]
  const loss = (features: GroupedFeatures) => () => groupedReluLoss(uneven, features)
  expect(loss({ sets, importance: ones(4) })).toThrow('invalid sets: features 0, 1; expected each of 0 to 3')
  expect(loss({ sets: [...sets, ...sets], importance: ones(4) })).toThrow('exactly one set')
  expect(loss({ sets: [{ ...sets[0]!, probability: 1.5 }], importance: ones(2) })).toThrow('sets[0].probability: 1.5')
  expect(loss({ sets: [{ ...sets[0]!, features: [] }], importance: ones(2) })).toThrow('none; expected at least one')
  expect(loss({ sets: [], importance: [] })).toThrow(RangeError)
  expect(loss({ sets, importance: [1, Number.NaN] })).toThrow('invalid importance[1]: NaN')
  expect(loss({ sets, importance: ones(2) })).toThrow(ShapeError)
})
