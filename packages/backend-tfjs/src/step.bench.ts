import { defineEnsemble, type Session } from '@digon/model'
import { afterAll, bench, describe } from 'vitest'
import { tfjs } from './index.js'

/** Members, features, hidden dimensions. */
const shapes = [
  [10, 5, 2],
  [10, 20, 5],
] as const

describe.each(shapes)(
  'one step of %i members with %i features in %i dimensions, batch 1024',
  (members, featureCount, hiddenSize) => {
    // Probabilities from 1 down to 1/20, as in the introduction of the paper.
    const ensemble = defineEnsemble({
      model: { kind: 'autoencoder', featureCount, hiddenSize },
      members: Array.from({ length: members }, (_, member) => ({
        seed: member,
        data: { kind: 'independent' as const, probability: 20 ** (-member / (members - 1)) },
      })),
    })

    for (const device of ['cpu', 'wasm'] as const) {
      let session: Session | undefined
      const options = device === 'cpu' ? { iterations: 3, time: 300 } : { time: 1000 }
      bench(
        `tfjs-${device}`,
        async () => {
          session ??= await tfjs(device).open(ensemble)
          await session.advance(1)
        },
        options,
      )
      afterAll(() => session?.dispose())
    }
  },
)
