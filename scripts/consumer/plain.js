/** Trains in a page without any bundler, in this thread and, as much work lies ahead, in workers; the title says how it went. */
import { wasm } from '@digon/backend-wasm'
import { defineEnsemble } from '@digon/model'

async function useTheEngine() {
  const ensemble = defineEnsemble({
    model: { featureCount: 100, hiddenSize: 20 },
    members: [1, 0.1, 0.01].map((probability, seed) => ({ seed, data: { kind: 'independent', probability } })),
  })
  const weights = []
  for (const threads of [1, 2]) {
    const session = await wasm({ threads }).open(ensemble)
    await session.advance(100)
    weights.push((await session.parameters()).weights.values.join())
    await session.dispose()
  }
  return weights[0] === weights[1] ? 'fine' : 'one and two threads give different weights'
}

document.title = await useTheEngine().catch((failure) => String(failure))
