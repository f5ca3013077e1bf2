import { sampleBatch } from '@digon/data'
import { defineEnsemble, reference } from '@digon/model'
import { array, asyncProperty, boolean, constantFrom, assert as holds, integer, record } from 'fast-check'
import { expect, test } from 'vitest'
import { tfjs } from './index.js'

const setting = record({
  featureCount: integer({ min: 1, max: 9 }),
  hiddenSize: integer({ min: 1, max: 5 }),
  sampleCounts: array(constantFrom(1, 2, 31, 700, 1024, 1025, 2500), { minLength: 1, maxLength: 3 }),
  outputActivation: constantFrom('identity', 'relu', 'gelu'),
  hiddenActivation: constantFrom('identity', 'relu'),
  target: constantFrom('identity', 'absolute'),
  tied: boolean(),
  hiddenL1: constantFrom(0, 0.2),
})

test.each(['cpu', 'wasm'] as const)(
  'batches of any and of unequal sizes evaluate on %s as in the reference',
  (device) =>
    holds(
      asyncProperty(setting, async ({ sampleCounts, target, hiddenL1, ...model }) => {
        const data = { kind: 'independent' as const, probability: 0.4, values: { kind: 'signed' as const } }
        const ensemble = defineEnsemble({
          model: { kind: 'autoencoder', hiddenBias: true, ...model },
          target,
          members: sampleCounts.map((_, seed) => ({
            seed,
            data,
            hiddenL1,
            learningRate: 0.1,
            importance: { base: 0.8 },
          })),
        })
        const batches = sampleCounts.map((sampleCount, seed) =>
          sampleBatch(data, { featureCount: model.featureCount, seed, step: 3, sampleCount }),
        )
        const judge = await reference().open(ensemble)
        // Biases move away from 0, where a sample that is not there would go unnoticed.
        await judge.advance(3)
        const session = await tfjs(device).open(ensemble, { snapshot: await judge.snapshot() })
        const found = await session.evaluate(batches, { gradients: true })
        const expected = await judge.evaluate(batches, { gradients: true })
        await Promise.all([session.dispose(), judge.dispose()])
        expectClose(found.losses, expected.losses)
        expectClose(found.errors, expected.errors)
        for (const [name, { values }] of Object.entries(expected.gradients!)) {
          expectClose(found.gradients![name]!.values, values)
        }
      }),
      { seed: 11, numRuns: 12 },
    ),
)

function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>): void {
  const size = Math.max(...Array.from(expected, Math.abs))
  expect(found).toHaveLength(expected.length)
  for (let k = 0; k < expected.length; k++) {
    const error = Math.abs(found[k]! - expected[k]!)
    expect(error <= 1e-5 * size + 1e-9, `${k}: ${found[k]}, expected ${expected[k]}`).toBe(true)
  }
}
