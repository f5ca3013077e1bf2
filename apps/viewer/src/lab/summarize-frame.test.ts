import { expect, test } from 'vitest'
import type { Frame } from '../training/frame.js'
import { partsOfModel, textOf } from './describe-model.js'
import { productOf, sentOf, summarizeFrame } from './summarize-frame.js'

const tied = {
  featureCount: 2,
  hiddenSize: 2,
  hiddenActivation: 'identity',
  weights: Float32Array.of(1, 0, 0.5, 0.5),
  bias: undefined,
  outputWeights: undefined,
} as Frame
/** W is doubled and turned, V is halved and turned back: the same outputs. */
const untied = {
  ...tied,
  weights: Float32Array.of(0, 2, -1, 1),
  outputWeights: Float32Array.of(0, -0.25, 0.5, 0.25),
} as Frame

test('of untied weights the product counts: scaled and turned against one another they show what they showed', () => {
  expect([...sentOf(tied, 0)!.values]).toEqual([1, 0.5, 0.5, 0.5])
  expect([...sentOf(untied, 0)!.values]).toEqual([1, 0.5, 0.5, 0.5])
  const [one, other] = [summarizeFrame(tied, 0)!, summarizeFrame(untied, 0)!]
  for (const [feature, { norm, interference, dimensionality }] of one.features.entries()) {
    expect(other.features[feature]!.norm).toBeCloseTo(norm, 12)
    expect(other.features[feature]!.interference).toBeCloseTo(interference, 12)
    expect(other.features[feature]!.dimensionality).toBeCloseTo(dimensionality, 12)
  }
  expect(textOf(partsOfModel(untied, 0))).toBe('2 of 2 features come back through W·V by more than a quarter')
})

test('numbers that ran away, on either side, are no summary and no picture', () => {
  const broken = [
    { ...tied, weights: Float32Array.of(1, Number.NaN, 0, 0) },
    { ...untied, outputWeights: Float32Array.of(1, 0, Number.POSITIVE_INFINITY, 0) },
    { ...tied, bias: Float32Array.of(Number.NaN, 0) },
  ] as Frame[]
  for (const frame of broken) {
    expect(summarizeFrame(frame, 0)).toBeUndefined()
    expect(sentOf(frame, 0)).toBeUndefined()
  }
})

test('behind a ReLU a neuron for each sign brings a feature back, which W·V would show as nothing', () => {
  const absolute = {
    featureCount: 1,
    hiddenSize: 2,
    hiddenActivation: 'relu',
    weights: Float32Array.of(1, -1),
    outputWeights: Float32Array.of(1, 1),
    bias: undefined,
  } as unknown as Frame
  expect([productOf(absolute), ...sentOf(absolute, 0)!.values]).toEqual(['W⁺·V', 1])
  expect(summarizeFrame(absolute, 0)!.features[0]!.norm).toBe(1)
  expect(textOf(partsOfModel(absolute, 0))).toBe('1 of 1 features come back through W⁺·V by more than a quarter')
  expect([productOf({ ...absolute, hiddenActivation: 'identity' }), productOf(tied)]).toEqual(['W·V', 'WᵀW'])
})
