import { matrixFromRows } from '@digon/matrix'
import { expect, test } from 'vitest'
import { absoluteNeurons, countKind, featuresPerNeuron, twoSided } from './neurons.js'

/** `[feature][neuron]` and `[neuron][feature]`. */
function parametersOf(weights: readonly (readonly number[])[], outputs: readonly (readonly number[])[]) {
  const outputWeights = { shape: [outputs.length, weights.length], values: Float64Array.from(outputs.flat()) }
  return { weights: matrixFromRows(weights), parameters: { outputWeights } }
}

const exact = parametersOf(
  [
    [4, -0.5, 0, 0],
    [0, 0, 1, 0.9],
  ],
  [
    [0.25, 0],
    [2, 0],
    [0, 1],
    [0.1, 1],
  ],
)

test('a side each is monosemantic, at any scale that the output makes up for', () => {
  const { neurons, weights } = absoluteNeurons(exact)
  expect(neurons.map(({ features }) => features)).toEqual([
    [{ feature: 0, side: 1 }],
    [{ feature: 0, side: -1 }],
    [{ feature: 1, side: 1 }],
    [{ feature: 1, side: 1 }],
  ])
  expect([...weights.values]).toEqual([1, -1, 0, 0, 0, 0, 1, 1])
  expect(countKind(neurons, 'monosemantic')).toBe(4)
})

test('a feature is two-sided when the model puts out half of it on either side', () => {
  // The sides of feature 0 are computed to 1 and 1; feature 1 has one side alone, with two neurons.
  expect(twoSided({ ...exact, bias: [0, 0] })).toEqual([0])
  // A constant output computes nothing.
  expect(twoSided({ ...exact, bias: [0, 0.6] })).toEqual([0])
  expect(twoSided({ ...exact, bias: [-0.6, 0] })).toEqual([])
})

test('what a neuron does with more than a fifth of its greatest strength makes it polysemantic', () => {
  const shared = parametersOf([[1], [-0.21], [0.19]], [[1, 0.21, 0.19]])
  const { neurons } = absoluteNeurons(shared)
  expect(neurons).toEqual([
    {
      kind: 'polysemantic',
      features: [
        { feature: 0, side: 1 },
        { feature: 1, side: -1 },
      ],
    },
  ])
  expect(featuresPerNeuron(neurons)).toBe(2)
})

test('a neuron whose output does next to nothing is silent', () => {
  const idle = parametersOf([[5, 0]], [[0.007], [3]])
  const { neurons } = absoluteNeurons(idle)
  expect(neurons.map(({ kind }) => kind)).toEqual(['silent', 'silent'])
  expect(featuresPerNeuron(neurons)).toBeNaN()
})
