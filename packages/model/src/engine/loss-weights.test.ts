import { expect, test } from 'vitest'
import { defineEnsemble } from '../define-ensemble.js'
import { lossWeights, outputScales } from './loss-weights.js'

const { members } = defineEnsemble({
  model: { featureCount: 3, hiddenSize: 2 },
  members: { seed: 1, data: { probability: 1 }, importance: [1, 0.5, 0] },
})

test('a squared error counts importance / (samples × features), and twice that times the error is its gradient', () => {
  expect(lossWeights(members[0]!, 10)).toEqual(Float64Array.of(1 / 30, 0.5 / 30, 0))
  expect(outputScales(members[0]!, 10)).toEqual(Float64Array.of(2 / 30, 1 / 30, 0))
})
