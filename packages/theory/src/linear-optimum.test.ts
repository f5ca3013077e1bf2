import { matrixFromRows } from '@digon/matrix'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { IndependentFeatures } from './independent-features.js'
import { linearLoss } from './linear-loss.js'
import { linearOptimum } from './linear-optimum.js'
import { minimize } from './minimize.js'

const geometric = (count: number, base: number): number[] => Array.from({ length: count }, (_, i) => base ** i)

test.each([
  { featureCount: 20, hiddenSize: 5, base: 0.7, left: 0.55757 },
  { featureCount: 80, hiddenSize: 20, base: 0.9, left: 1.21358 },
])(
  '$featureCount features in $hiddenSize dimensions leave V(p) times $left',
  ({ featureCount, hiddenSize, base, left }) => {
    for (const probability of [1, 0.1, 0.01]) {
      const optimum = linearOptimum({ probability, importance: geometric(featureCount, base) }, hiddenSize)
      const variance = probability / 3 - probability ** 2 / 4
      expect((optimum.loss * featureCount) / variance).toBeCloseTo(left, 5)
      expect(optimum.learned).toEqual(Array.from({ length: hiddenSize }, (_, i) => i))
    }
  },
)

test('the dense loss of the official notebook is 0.0070565 a feature', () => {
  const importance = Array.from({ length: 100 }, (_, k) => 100 ** (-k / 99))
  expect(linearOptimum({ probability: 1, importance }, 20).loss).toBeCloseTo(0.0070565, 7)
})

test('features are chosen by importance times variance, the earlier one on a tie', () => {
  const optimum = linearOptimum({ probability: [0.1, 0.9, 0.9, 0.9], importance: [1, 1, 2, 1] }, 2)
  expect(optimum.learned).toEqual([1, 2])
  expect(optimum.bias).toEqual([0.05, 0, 0, 0.45])
})

test('the loss of a model with the optimal weights and biases is the optimum', () => {
  const features = { probability: [0.5, 0.2, 1], importance: [1, 3, 0.5] }
  const { bias, learned, loss } = linearOptimum(features, 2)
  const weights = matrixFromRows([0, 1, 2].map((i) => [learned[0] === i ? 1 : 0, learned[1] === i ? 1 : 0]))
  expect(linearLoss({ weights, bias }, features)).toBeCloseTo(loss, 15)
})

test('no descent from random weights goes below the optimum, and one of several reaches it', () => {
  const number = fc.double({ min: -1, max: 1, noNaN: true })
  const features: IndependentFeatures = { probability: [0.3, 0.9, 0.05, 0.5], importance: [1, 0.4, 2, 0.7] }
  const { loss } = linearOptimum(features, 2)
  const reached: number[] = []
  fc.assert(
    fc.property(fc.array(number, { minLength: 12, maxLength: 12 }), (start) => {
      const { value } = minimize((point) => {
        const weights = { rows: 4, columns: 2, values: point.slice(0, 8) }
        return linearLoss({ weights, bias: point.slice(8) }, features)
      }, start)
      reached.push(value)
      return value > loss - 1e-12
    }),
    { seed: 1, numRuns: 20 },
  )
  expect(Math.min(...reached)).toBeCloseTo(loss, 9)
})

test('sizes and numbers out of range are named', () => {
  expect(() => linearOptimum({ probability: 0.5, importance: [1] }, -1)).toThrow('invalid hiddenSize: -1')
  expect(() => linearOptimum({ probability: [0.5], importance: [1, 1] }, 1)).toThrow('invalid probability: 1 numbers')
  expect(() => linearOptimum({ probability: [0.5, 2], importance: [1, 1] }, 1)).toThrow('invalid probability[1]: 2')
  expect(() => linearOptimum({ probability: 1, importance: [1, Number.NaN] }, 1)).toThrow('invalid importance[1]: NaN')
  expect(() => linearOptimum({ probability: 1, importance: [] }, 1)).toThrow('invalid importance: no feature')
  const weights = matrixFromRows([[1], [0]])
  expect(() => linearLoss({ weights, bias: [0] }, { probability: 1, importance: [1, 1] })).toThrow(
    'invalid bias: 1 num',
  )
  expect(() => linearLoss({ weights, bias: [0, Number.NaN] }, { probability: 1, importance: [1, 1] })).toThrow(
    'bias[1]',
  )
  expect(() => linearLoss({ weights, bias: [0] }, { probability: 1, importance: [1] })).toThrow(
    'invalid weights: 2 rows',
  )
})
