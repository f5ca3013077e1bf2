/** Members whose laws have no plan: the host draws their batches, in any chunks and in any thread. */
import { defineEnsemble, type EnsembleDescription, reference } from '@digon/model'
import { expect, test } from 'vitest'
import { wasm } from './backend.js'

const description: EnsembleDescription = {
  model: { featureCount: 6, hiddenSize: 2 },
  batchSize: 32,
  shared: { learningRate: 0.01 },
  members: [
    { seed: 1, data: { kind: 'copula', probability: 0.3, correlation: 0.5 } },
    {
      seed: 2,
      data: { kind: 'hierarchy', probability: [0.5, 0.2, 0.2, 0.4, 0.1, 0.3], parents: [null, 0, 0, null, 3, null] },
    },
    { seed: 3, data: { probability: 0.3 } },
  ],
}
const ensemble = defineEnsemble(description)

async function trained(steps: readonly number[], threads = 1): Promise<Float32Array> {
  const session = await wasm({ threads }).open(ensemble)
  for (const count of steps) await session.advance(count)
  const { weights } = await session.parameters()
  await session.dispose()
  return weights!.values as Float32Array
}

test('two hundred steps in one call are the bits of the same steps in many, and of two threads', async () => {
  const whole = await trained([200])
  expect(await trained([1, 70, 3, 126])).toEqual(whole)
  expect(await trained([200], 2)).toEqual(whole)
})

test('they are close to the float64 reference, which draws the same samples', async () => {
  const session = await reference().open(ensemble)
  await session.advance(200)
  const { weights } = await session.parameters()
  const found = await trained([200])
  for (const [index, value] of weights!.values.entries()) expect(Math.abs(found[index]! - value)).toBeLessThan(1e-4)
})

test('the members beside them keep their bits', async () => {
  const alone = await wasm({ threads: 1 }).open(
    defineEnsemble({ ...description, members: (description.members as []).slice(2) }),
  )
  await alone.advance(200)
  const { weights } = await alone.parameters()
  expect(weights!.values).toEqual((await trained([200])).slice(24))
  await alone.dispose()
})
