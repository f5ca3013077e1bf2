import { expect, test } from 'vitest'
import { initialParameters } from '../initial-parameters.js'
import { type BenchShape, ensembleOf, ladderShapes } from './shapes.js'
import { liveShares, productMultiplyAdds, stageMultiplyAdds, stageNames } from './stage-bound.js'

const shape = (probability: number): BenchShape => ({ ...ladderShapes[0]!, probabilities: [probability] })

test('a dense step whose outputs are all live makes five products', () => {
  expect(productMultiplyAdds(stageMultiplyAdds(shape(1), [1]))).toBe(5 * 400 * 30 * 1024)
})

test('products follow active inputs, samples with any, and live outputs', () => {
  const { hidden, inputs, outputs, back } = stageMultiplyAdds(shape(0.001), [0.25])
  expect(hidden).toBeCloseTo(1024 * 0.4 * 30, 6)
  expect(inputs).toBe(hidden)
  expect(outputs).toBeCloseTo(1024 * (1 - 0.999 ** 400) * 12_000, 3)
  expect(back).toBeCloseTo(outputs / 2, 6)
})

test('words are one for each feature, or two for each active one where that is less', () => {
  const dense = stageMultiplyAdds(shape(0.5), [1]).sampling
  expect(dense).toBe(stageMultiplyAdds(shape(1), [1]).sampling)
  expect(stageMultiplyAdds(shape(0.1), [1]).sampling / dense).toBeCloseTo(81 / 400, 12)
})

test('every stage costs something, and nothing is live where biases hold all outputs off', () => {
  for (const name of stageNames) expect(stageMultiplyAdds(shape(0.1), [0.1])[name]).toBeGreaterThan(0)
  const small = { ...shape(0.5), featureCount: 6, hiddenSize: 2 }
  const parameters = initialParameters(ensembleOf(small))
  const withBias = (bias: number) => ({
    ...parameters,
    bias: { shape: [1, 6], values: new Float32Array(6).fill(bias) },
  })
  expect(liveShares(small, withBias(-100))).toEqual([0])
  expect(liveShares(small, withBias(100))).toEqual([1])
})
