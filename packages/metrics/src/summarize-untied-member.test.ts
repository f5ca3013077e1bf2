import { matrix, multiply, ShapeError, transpose } from '@digon/matrix'
import { expect, test } from 'vitest'
import { summarizeMember } from './summarize-member.js'
import { summarizeUntiedMember } from './summarize-untied-member.js'
import { normalSource, uniformSource } from './testing/noise.js'

function noise(length: number, seed: number): Float64Array {
  return Float64Array.from({ length }, normalSource(uniformSource(seed)))
}

const encoder = matrix(4, 3, noise(12, 1))
const bias = Float64Array.of(0, -0.5, 1, 2)

test('a decoder that is the transpose gives the metrics of the tied model', () => {
  const tied = summarizeMember(encoder, bias)
  const untied = summarizeUntiedMember(encoder, transpose(encoder), bias)
  expect(untied.represented).toBe(tied.represented)
  expect(untied.frobeniusSquared).toBeCloseTo(tied.frobeniusSquared, 12)
  expect(untied.dimensionsPerFeature).toBeCloseTo(tied.dimensionsPerFeature, 12)
  for (const [i, feature] of tied.features.entries()) {
    for (const [name, value] of Object.entries(feature)) {
      expect(untied.features[i]![name as keyof typeof feature], name).toBeCloseTo(value, 12)
    }
    expect(untied.features[i]!.encoderNorm).toBeCloseTo(feature.norm, 12)
    expect(untied.features[i]!.decoderNorm).toBeCloseTo(feature.norm, 12)
  }
})

test('scaling and turning the hidden space changes the norms of encoder and decoder, and no other metric', () => {
  const turn = matrix(3, 3, Float64Array.of(0, -2, 0, 0.5, 0, 0, 0, 0, 4))
  const back = matrix(3, 3, Float64Array.of(0, 2, 0, -0.5, 0, 0, 0, 0, 0.25))
  expect(Array.from(multiply(turn, back).values)).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1].map((value) => value + 0))
  const decoder = matrix(3, 4, noise(12, 2))
  const before = summarizeUntiedMember(encoder, decoder, bias)
  const after = summarizeUntiedMember(multiply(encoder, turn), multiply(back, decoder), bias)
  for (const [i, { encoderNorm, decoderNorm, ...feature }] of before.features.entries()) {
    for (const [name, value] of Object.entries(feature)) {
      expect(after.features[i]![name as keyof typeof feature], name).toBeCloseTo(value, 10)
    }
    expect(after.features[i]!.encoderNorm).not.toBeCloseTo(encoderNorm, 3)
    expect(after.features[i]!.decoderNorm).not.toBeCloseTo(decoderNorm, 3)
  }
})

test('a decoder that swaps two features returns neither, whatever the Gram matrix of the encoder says', () => {
  const swap = matrix(2, 2, Float64Array.of(0, 1, 1, 0))
  const identity = matrix(2, 2, Float64Array.of(1, 0, 0, 1))
  const { represented, frobeniusSquared, dimensionsPerFeature, features } = summarizeUntiedMember(identity, swap)
  expect({ represented, frobeniusSquared, dimensionsPerFeature }).toEqual({
    represented: 0,
    frobeniusSquared: 0,
    dimensionsPerFeature: Number.POSITIVE_INFINITY,
  })
  expect(features[0]).toEqual({
    norm: 0,
    interference: 0,
    dimensionality: 0,
    bias: 0,
    response: 0,
    encoderNorm: 1,
    decoderNorm: 1,
  })
})

test('a feature that comes back negative is not represented', () => {
  const one = matrix(1, 1, Float64Array.of(1))
  const summary = summarizeUntiedMember(one, matrix(1, 1, Float64Array.of(-1)))
  expect(summary.represented).toBe(0)
  expect(summary.features[0]!.response).toBe(-1)
})

test('behind a ReLU a feature comes back by what its neurons pass on: a pair of neurons that computes |x| passes on all of it', () => {
  // Feature 0 has a neuron for each sign; feature 1 a neuron for its positive values alone, which also reads feature 0 negatively.
  const weights = matrix(2, 3, Float64Array.of(2, -2, -1, 0, 0, 1))
  const outward = matrix(3, 2, Float64Array.of(0.5, 0, 0.5, 0, 0, 0.75))
  const linear = summarizeUntiedMember(weights, outward)
  expect(linear.features.map(({ response }) => response)).toEqual([0, 0.75])
  const { represented, features, frobeniusSquared } = summarizeUntiedMember(weights, outward, undefined, 'relu')
  expect(features.map(({ response }) => response)).toEqual([1, 0.75])
  expect(features.map(({ interference }) => interference)).toEqual([0, 0])
  expect([represented, frobeniusSquared]).toEqual([2, 1.75])
  expect(features[0]!.encoderNorm).toBe(3)
  expect(Array.from(weights.values)).toEqual([2, -2, -1, 0, 0, 1])
})

test('behind a ReLU the response is the sum of what neurons pass on of one feature at 1', () => {
  const decoder = matrix(3, 4, noise(12, 3))
  const { features } = summarizeUntiedMember(encoder, decoder, undefined, 'relu')
  for (const [i, { response }] of features.entries()) {
    let out = 0
    for (let h = 0; h < 3; h++) {
      out += Math.max(0, encoder.values[i * 3 + h]!) * decoder.values[h * 4 + i]!
    }
    expect(response).toBeCloseTo(out, 12)
  }
})

test('shapes that do not belong together, and numbers that are none, are refused', () => {
  expect(() => summarizeUntiedMember(encoder, encoder)).toThrow(ShapeError)
  expect(() => summarizeUntiedMember(encoder, transpose(encoder), Float64Array.of(1))).toThrow('bias: 1 numbers')
  const holed = transpose(encoder)
  holed.values[5] = Number.NaN
  expect(() => summarizeUntiedMember(encoder, holed)).toThrow('outputWeights[1, 1]: NaN')
})
