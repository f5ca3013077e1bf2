/** Long training of the smallest models at small probabilities ends where the float64 reference ends. */
import { sampleBatch } from '@digon/data'
import { type Backend, defineEnsemble, reference } from '@digon/model'
import { expect, test } from 'vitest'
import { wasm } from './backend.js'

const probabilities = [0.01, 0.02, 0.05]

test.each([
  { featureCount: 2, hiddenSize: 1 },
  { featureCount: 3, hiddenSize: 2 },
])(
  '$featureCount features in $hiddenSize dimensions after 1000 steps',
  async ({ featureCount, hiddenSize }) => {
    const ensemble = defineEnsemble({
      model: { featureCount, hiddenSize },
      batchSize: 256,
      shared: { learningRate: 3e-3 },
      members: probabilities.map((probability, seed) => ({ seed, data: { kind: 'independent', probability } })),
    })
    const trained = async (backend: Backend) => {
      const session = await backend.open(ensemble)
      await session.advance(1000)
      const batches = ensemble.members.map(({ data }) => {
        if (data.kind === 'batches') throw new Error('expected a law')
        return sampleBatch(data, { featureCount, seed: 99, step: 0, sampleCount: 50_000, purpose: 2 })
      })
      const { losses } = await session.evaluate(batches)
      const weights = (await session.parameters()).weights!.values
      await session.dispose()
      return { losses, weights }
    }
    const found = await trained(wasm({ threads: 1 }))
    const expected = await trained(reference())
    for (const [member, loss] of expected.losses.entries()) {
      expect(Math.abs(found.losses[member]! / loss - 1)).toBeLessThan(2e-3)
    }
    // Where the loss is flat, rounding moves the weights by about half a step of the optimizer.
    for (const [index, weight] of expected.weights.entries()) {
      expect(Math.abs(found.weights[index]! - weight)).toBeLessThan(2e-3)
    }
  },
  30_000,
)
