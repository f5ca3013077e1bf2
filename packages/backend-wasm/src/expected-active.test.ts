import { type FeatureLaw, fromDense } from '@digon/data'
import { defineEnsemble } from '@digon/model'
import { expect, test } from 'vitest'
import { expectedActive } from './expected-active.js'

test('a law is expected to make as many features active as data says', () => {
  const data: FeatureLaw = {
    kind: 'independent',
    probability: 0.5,
    groups: [{ kind: 'together', features: [0, 1], probability: 0.25 }],
  }
  const { members } = defineEnsemble({ model: { featureCount: 3, hiddenSize: 1 }, members: { seed: 1, data } })
  expect(expectedActive(members[0]!, 3)).toBe(1)
})

test('fixed batches are counted', () => {
  const batches = [fromDense([1, 0, 2, 0, 0, 0], 2, 3), fromDense([1, 1, 1, 1, 1, 1], 2, 3)]
  const { members } = defineEnsemble({
    model: { featureCount: 3, hiddenSize: 1 },
    batchSize: 2,
    members: { seed: 1, data: { kind: 'batches', batches } },
  })
  expect(expectedActive(members[0]!, 3)).toBe(2)
})
