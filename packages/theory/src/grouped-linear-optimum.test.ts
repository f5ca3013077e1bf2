import { expect, test } from 'vitest'
import { featureVariance } from './feature-moments.js'
import type { GroupedFeatures } from './grouped-features.js'
import { groupedLinearOptimum } from './grouped-linear-optimum.js'
import { linearOptimum } from './linear-optimum.js'

const ones = (count: number) => new Array<number>(count).fill(1)
const pairs = (kind: 'together' | 'exclusive', probability: number): GroupedFeatures => ({
  sets: [0, 1, 2].map((set) => ({ kind, features: [2 * set, 2 * set + 1], probability })),
  importance: ones(6),
})

test('sets of one are independent features', () => {
  const probability = [0.3, 0.1, 0.7]
  const sets = probability.map((value, i) => ({ kind: 'exclusive' as const, features: [i], probability: value }))
  for (const hiddenSize of [0, 1, 2, 3]) {
    const grouped = groupedLinearOptimum({ sets, importance: ones(3) }, hiddenSize)
    expect(grouped).toBeCloseTo(linearOptimum({ probability, importance: ones(3) }, hiddenSize).loss, 14)
  }
})

test('of correlated pairs the sums are kept first: 4V − 2c of 6V is lost in two dimensions', () => {
  const [variance, covariance] = [0.5 / 3 - 0.25 / 4, 0.5 / 4 - 0.25 / 4]
  const loss = (hiddenSize: number) => groupedLinearOptimum(pairs('together', 0.5), hiddenSize)
  expect(loss(0)).toBeCloseTo(variance, 14)
  expect(loss(2)).toBeCloseTo((4 * variance - 2 * covariance) / 6, 14)
  expect(loss(4)).toBeCloseTo((2 * (variance - covariance)) / 6, 14)
  expect(loss(6)).toBe(0)
})

test('of anticorrelated pairs the differences are kept first', () => {
  const q = 0.2
  const [variance, covariance] = [featureVariance(q), -q * q * 0.25]
  expect(groupedLinearOptimum(pairs('exclusive', 0.4), 3)).toBeCloseTo((3 * (variance + covariance)) / 6, 14)
})

test('at p = 1 correlation is gone', () => {
  expect(groupedLinearOptimum(pairs('together', 1), 2)).toBeCloseTo((4 / 6) * (1 / 12), 14)
})

test('unequal importances, and dimensions that are no count, are refused', () => {
  const uneven = { ...pairs('together', 0.5), importance: [1, 1, 1, 1, 1, 2] }
  expect(() => groupedLinearOptimum(uneven, 2)).toThrow('expected one number for all features')
  expect(() => groupedLinearOptimum(pairs('together', 0.5), 1.5)).toThrow('invalid hiddenSize: 1.5')
  expect(() => groupedLinearOptimum({ ...pairs('together', 0.5), importance: ones(5) }, 2)).toThrow('invalid sets')
})
