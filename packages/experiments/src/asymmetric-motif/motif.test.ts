import { matrixFromRows } from '@digon/matrix'
import { expect, test } from 'vitest'
import { findMotifs } from './motif.js'

/** `[feature][neuron]` and `[neuron][feature]`: the paper’s picture, feature 0 strong, feature 1 weak, neuron 1 inhibits. */
const weights = matrixFromRows([
  [2, 1.5],
  [-0.5, 0],
])
const outputWeights = matrixFromRows([
  [0.5, 2],
  [0, -3],
])
const noBias = [0, 0]

test('the picture of the paper is one motif, with its inhibition', () => {
  expect(findMotifs(weights, outputWeights, noBias)).toEqual([
    {
      neuron: 0,
      strong: { feature: 0, input: 2, output: 0.5 },
      weak: { feature: 1, input: -0.5, output: 2 },
      inputRatio: 4,
      outputRatio: 4,
      drive: 4,
      inhibition: -4.5,
      inhibitor: {
        neuron: 1,
        strong: { feature: 0, input: 1.5, output: 0 },
        weak: { feature: 1, input: 0, output: -3 },
      },
      left: -0.5,
    },
  ])
})

test('a neuron that is off when the motif’s is on does not inhibit', () => {
  const opposite = matrixFromRows([
    [2, -1.5],
    [-0.5, 0],
  ])
  expect(findMotifs(opposite, outputWeights, [0, 0.25])[0]).toMatchObject({
    inhibition: 0,
    inhibitor: null,
    left: 4.25,
  })
})

test('equal sharing, one feature a neuron and outputs that repeat the inputs are no motifs', () => {
  const rest = [0, 0]
  for (const [inputs, outputs] of [
    [
      [1, -1],
      [1, 1],
    ],
    [
      [1, 0],
      [1, 0],
    ],
    [
      [2, -0.5],
      [2, 0.5],
    ],
    [
      [2, -0.5],
      [0.5, -2],
    ],
  ] as const) {
    const read = matrixFromRows([
      [inputs[0], 0],
      [inputs[1], 0],
    ])
    expect(findMotifs(read, matrixFromRows([outputs, rest]), noBias)).toEqual([])
  }
})

test('both ratios must reach the threshold, and both features be computed', () => {
  expect(findMotifs(weights, outputWeights, noBias, { leastRatio: 4 })).toHaveLength(1)
  expect(findMotifs(weights, outputWeights, noBias, { leastRatio: 4.1 })).toEqual([])
  expect(findMotifs(weights, outputWeights, noBias, { leastPart: 1 })).toHaveLength(1)
  expect(findMotifs(weights, outputWeights, noBias, { leastPart: 1.1 })).toEqual([])
})
