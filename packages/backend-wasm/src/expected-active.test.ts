import { compileLaw, fromDense } from '@digon/data'
import { sizedLaw } from '@digon/data/test-support'
import { defineEnsemble } from '@digon/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectedActive } from './expected-active.js'

test('laws expect what their plans expect', () => {
  fc.assert(
    fc.property(sizedLaw, ({ law, featureCount }) => {
      const { members } = defineEnsemble({ model: { featureCount, hiddenSize: 1 }, members: { seed: 1, data: law } })
      const expected = compileLaw(law, featureCount).expectedEntries
      expect(Math.abs(expectedActive(members[0]!, featureCount) - expected)).toBeLessThan(1e-9)
    }),
    { seed: 5, numRuns: 200 },
  )
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
