/** Fresh samples of one member on one core: the same number of them in training steps and in an evaluation. */
import { defineEnsemble, evaluateSamples, type Session } from '@digon/model'
import { bench, describe } from 'vitest'
import { wasm } from './backend.js'

const batchSize = 1024

const cases = [
  { featureCount: 2, hiddenSize: 1, probability: 1, batches: 1000 },
  { featureCount: 2, hiddenSize: 1, probability: 0.3, batches: 1000 },
  { featureCount: 20, hiddenSize: 5, probability: 1, batches: 100 },
  { featureCount: 20, hiddenSize: 5, probability: 0.05, batches: 100 },
  { featureCount: 100, hiddenSize: 20, probability: 1, batches: 20 },
  { featureCount: 100, hiddenSize: 20, probability: 0.05, batches: 20 },
]

for (const { featureCount, hiddenSize, probability, batches } of cases) {
  describe(`${featureCount} × ${hiddenSize}, probability ${probability}: ${batches * batchSize} samples`, () => {
    const ensemble = defineEnsemble({
      model: { featureCount, hiddenSize },
      batchSize,
      members: { seed: 1, data: { kind: 'independent', probability } },
    })
    let session: Session | undefined
    const options = {
      time: 300,
      setup: async () => {
        session ??= await wasm({ threads: 1 }).open(ensemble)
        await session.advance(500)
      },
    }
    bench('training', async () => void (await session!.advance(batches)), options)
    bench(
      'evaluation',
      async () => void (await evaluateSamples(session!, ensemble, { sampleCount: batches * batchSize })),
      options,
    )
  })
}
