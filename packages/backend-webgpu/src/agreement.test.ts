/** Random ensembles against the float64 reference, and the same bits twice. */
import { createSampler } from '@digon/data'
import {
  type AutoencoderDescription,
  type Backend,
  defineEnsemble,
  type Ensemble,
  type Parameters,
  reference,
} from '@digon/model'
import { ensembles } from '@digon/model/test-support'
import fc from 'fast-check'
import { expect } from 'vitest'
import { testOnAdapter } from './adapter.test-support.js'
import { webgpu } from './webgpu.js'

const steps = 20

/** Few shapes that cover the options, since every shape is compiled. */
const models: readonly AutoencoderDescription[] = [
  { featureCount: 5, hiddenSize: 2 },
  { featureCount: 1, hiddenSize: 3, outputActivation: 'identity', hiddenBias: true },
  { featureCount: 9, hiddenSize: 4, hiddenActivation: 'relu', outputActivation: 'gelu', tied: false, hiddenBias: true },
  { featureCount: 34, hiddenSize: 7, outputActivation: 'gelu', outputBias: false },
  { featureCount: 6, hiddenSize: 35, tied: false, outputBias: false },
]

/** Largest |a − b| / max |b| over the members of all tensors. */
function deviation(found: Parameters, expected: Parameters, members: number): number {
  let worst = 0
  for (const [name, { values }] of Object.entries(expected)) {
    const size = values.length / members
    for (let start = 0; start < values.length; start += size) {
      let difference = 0
      let largest = 0
      for (let index = start; index < start + size; index++) {
        difference = Math.max(difference, Math.abs(found[name]!.values[index]! - values[index]!))
        largest = Math.max(largest, Math.abs(values[index]!))
      }
      if (difference > 0) worst = Math.max(worst, difference / largest)
    }
  }
  return worst
}

async function outcome(backend: Backend, ensemble: Ensemble) {
  const session = await backend.open(ensemble)
  const batches = ensemble.members.map(({ data, seed }) => {
    if (data.kind === 'batches') throw new Error('expected a law')
    return createSampler(data, { featureCount: ensemble.model.featureCount, seed, purpose: 2 }).sample(7, 29)
  })
  const evaluation = await session.evaluate(batches, { gradients: true })
  const progress = await session.advance(steps)
  const parameters = await session.parameters()
  await session.dispose()
  return { evaluation, progress, parameters }
}

testOnAdapter(
  '100 random ensembles agree with the reference: losses, errors, gradients, and parameters after 20 steps',
  async () => {
    await fc.assert(
      fc.asyncProperty(ensembles(fc.constantFrom(...models), 140), async (description) => {
        const ensemble = defineEnsemble(description)
        const members = ensemble.members.length
        const found = await outcome(webgpu(), ensemble)
        const expected = await outcome(reference(), ensemble)
        for (let member = 0; member < members; member++) {
          const loss = expected.evaluation.losses[member]!
          expect(Math.abs(found.evaluation.losses[member]! - loss)).toBeLessThanOrEqual(1e-5 * Math.max(loss, 1e-6))
        }
        expect(deviation(found.evaluation.gradients!, expected.evaluation.gradients!, members)).toBeLessThan(1e-4)
        expect(found.progress.diverged).toEqual(expected.progress.diverged)
        expect(deviation(found.parameters, expected.parameters, members)).toBeLessThan(1e-3)
      }),
      { seed: 20261122, numRuns: 100 },
    )
  },
  300_000,
)

testOnAdapter('two runs of 200 steps have the same bits, whatever the calls', async () => {
  const ensemble = defineEnsemble({
    model: { featureCount: 5, hiddenSize: 2 },
    batchSize: 100,
    members: [1, 0.2, 0.05].map((probability, seed) => ({ seed, data: { probability } })),
  })
  const run = async (calls: readonly number[]) => {
    const session = await webgpu().open(ensemble)
    for (const count of calls) await session.advance(count)
    const snapshot = await session.snapshot()
    await session.dispose()
    return snapshot
  }
  const first = await run([200])
  expect(await run([200])).toEqual(first)
  expect(await run([1, 2, 77, 120])).toEqual(first)
})
