import { expect, test } from 'vitest'
import { fromBlocks, rangesOfFeatures, tensorLayout, toBlock } from './tensor-layout.js'

const model = {
  kind: 'autoencoder',
  featureCount: 5,
  hiddenSize: 3,
  hiddenActivation: 'relu',
  outputActivation: 'relu',
  tied: false,
  outputBias: true,
  hiddenBias: true,
} as const

test('rows are padded to multiples of four, output weights have a row for each feature', () => {
  const layout = tensorLayout(model)
  const weights = { shape: [1, 5, 3], values: Float32Array.from({ length: 15 }, (_, index) => 1 + index) }
  const outputWeights = { shape: [1, 3, 5], values: Float32Array.from({ length: 15 }, (_, index) => 101 + index) }
  const bias = { shape: [1, 5], values: Float32Array.of(51, 52, 53, 54, 55) }
  const hiddenBias = { shape: [1, 3], values: Float32Array.of(61, 62, 63) }
  const tensors = { weights, outputWeights, bias, hiddenBias }
  const block = new Float32Array(layout.parameterCount)
  toBlock(layout, tensors, 0, block)
  expect(layout.parameterCount).toBe(32 + 32 + 8 + 4)
  expect([...block.subarray(0, 8)]).toEqual([1, 2, 3, 0, 4, 5, 6, 0])
  expect([...block.subarray(32, 40)]).toEqual([101, 106, 111, 0, 102, 107, 112, 0])
  expect([...block.subarray(64)]).toEqual([51, 52, 53, 54, 55, 0, 0, 0, 61, 62, 63, 0])
  expect(fromBlocks(layout, [block])).toEqual(tensors)
})

test('frozen features own their rows and their bias, not the hidden bias', () => {
  expect([...rangesOfFeatures(tensorLayout(model), [1, 4])]).toEqual([4, 4, 16, 4, 36, 4, 48, 4, 65, 1, 68, 1])
})
