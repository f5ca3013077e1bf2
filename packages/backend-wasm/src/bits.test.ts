/** The very bits of training, recorded: the same in Node 20, Node 24 and Chromium 156 (x86-64), in one thread and in two. */
import { defineEnsemble } from '@digon/model'
import { expect, test } from 'vitest'
import { wasm } from './backend.js'
import { hashOf } from './session-hash.test-support.js'

/**
 * After 400 steps. They change with any change to the order of sums in a kernel, to initial values or to the random stream:
 * look at the change, then record anew.
 */
const recorded = [
  { featureCount: 7, hiddenSize: 3, outputActivation: 'relu', batchSize: 100, hash: '3027fe1b' },
  { featureCount: 70, hiddenSize: 13, outputActivation: 'gelu', batchSize: 100, hash: '6c9aa4f2' },
  { featureCount: 130, hiddenSize: 20, outputActivation: 'relu', batchSize: 64, hash: '679b104a' },
] as const

test.each(recorded)('$featureCount × $hiddenSize, $outputActivation', async ({ batchSize, hash, ...model }) => {
  const ensemble = defineEnsemble({
    model,
    batchSize,
    members: [1, 0.4, 0.1, 0.02, 0.003].map((probability, seed) => ({
      seed,
      data: { kind: 'independent', probability },
    })),
  })
  for (const threads of [1, 2]) {
    const session = await wasm({ threads }).open(ensemble)
    await session.advance(400)
    expect(await hashOf(session)).toBe(hash)
    await session.dispose()
  }
})
