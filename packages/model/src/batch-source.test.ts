import { fromDense, sampleBatch } from '@digon/data'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBatchSource } from './batch-source.js'
import { defineEnsemble } from './define-ensemble.js'

const model = { featureCount: 3, hiddenSize: 2 }

test("a member trains on its law's batch of the step, by its own seed wherever it stands", () => {
  const law = { kind: 'independent', probability: [0.1, 0.5, 1] } as const
  fc.assert(
    fc.property(fc.uniqueArray(fc.maxSafeNat(), { minLength: 1, maxLength: 4 }), fc.nat(1000), (seeds, step) => {
      const ensemble = defineEnsemble({
        model,
        batchSize: 8,
        shared: { data: law },
        members: seeds.map((seed) => ({ seed })),
      })
      const batch = createBatchSource(ensemble)
      for (const [member, seed] of seeds.entries()) {
        expect(batch(member, step)).toEqual(sampleBatch(law, { featureCount: 3, seed, step, sampleCount: 8 }))
      }
    }),
    { seed: 1, numRuns: 30 },
  )
})

test('fixed batches are taken in turn: step t takes batch t mod count', () => {
  const batches = [1, 2, 3].map((value) => fromDense([value, 0, 0], 1, 3))
  const ensemble = defineEnsemble({
    model,
    batchSize: 1,
    members: { seed: 1, data: { kind: 'batches', batches } },
  })
  const batch = createBatchSource(ensemble)
  expect([0, 1, 2, 3, 7].map((step) => batch(0, step).values[0])).toEqual([1, 2, 3, 1, 2])
})
