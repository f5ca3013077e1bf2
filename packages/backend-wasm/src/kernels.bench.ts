/** Steps of one member on one core, by every route that can take it: what the cost model's rule rests on. */
import { defineEnsemble, type Session } from '@digon/model'
import { bench, describe } from 'vitest'
import { defaultSettings } from './backend.js'
import { canTake, type Route } from './choose-route.js'
import { wasmBackend } from './create-backend.js'

const routes: Readonly<Record<string, Route>> = {
  'narrow, entries': { kernel: 'narrow', inputs: 'entries' },
  'narrow, panels': { kernel: 'narrow', inputs: 'panels' },
  'wide, panels': { kernel: 'wide', inputs: 'panels', outputs: 'hidden', tiledFrom: 0.5 },
  'wide, lists': { kernel: 'wide', inputs: 'lists', outputs: 'hidden', tiledFrom: 0.5 },
  'wide, entries': { kernel: 'wide', inputs: 'entries', outputs: 'hidden', tiledFrom: 0.5 },
  'wide, Gram': { kernel: 'wide', inputs: 'entries', outputs: 'gram', tiledFrom: 0.5 },
}

const shapes = [
  { featureCount: 2, hiddenSize: 1 },
  { featureCount: 5, hiddenSize: 2 },
  { featureCount: 20, hiddenSize: 5 },
  { featureCount: 80, hiddenSize: 20 },
  { featureCount: 400, hiddenSize: 30 },
]

for (const { featureCount, hiddenSize } of shapes) {
  for (const probability of [1, 0.3, 0.1, 0.01]) {
    describe(`${featureCount} × ${hiddenSize}, probability ${probability}, 1024 samples: ten steps`, () => {
      const ensemble = defineEnsemble({
        model: { featureCount, hiddenSize },
        batchSize: 1024,
        members: { seed: 1, data: { kind: 'independent', probability } },
      })
      for (const [name, route] of Object.entries(routes)) {
        if (ensemble.model.kind !== 'autoencoder' || !canTake(ensemble.model, route)) continue
        let session: Session | undefined
        const backend = wasmBackend({ ...defaultSettings(), threads: 1, chooseRoute: () => route })
        bench(
          name,
          async () => {
            await session!.advance(10)
          },
          {
            time: 200,
            setup: async () => {
              session = await backend.open(ensemble)
              await session.advance(20)
            },
            teardown: async () => {
              await session!.dispose()
            },
          },
        )
      }
    })
  }
}
