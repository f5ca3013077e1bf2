import { expect, test } from 'vitest'
import { defineEnsemble } from '../define-ensemble.js'
import { frozenEntries } from './frozen-entries.js'

const { model } = defineEnsemble({
  model: { featureCount: 3, hiddenSize: 2, tied: false, hiddenBias: true },
  members: { seed: 1, data: { probability: 1 } },
})

test('frozen features own rows of weights, columns of output weights, and their biases', () => {
  if (model.kind !== 'autoencoder') throw new Error('defined otherwise')
  const entries = (name: string) => [...frozenEntries(model, name, [0, 2])].sort((a, b) => a - b)
  expect(entries('weights')).toEqual([0, 1, 4, 5])
  expect(entries('outputWeights')).toEqual([0, 2, 3, 5])
  expect(entries('bias')).toEqual([0, 2])
  expect(entries('hiddenBias')).toEqual([])
})
