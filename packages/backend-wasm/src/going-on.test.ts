/** Stopping at any step and going on, members among many, and live edits: the same bits, and at once. */
import { defineEnsemble } from '@digon/model'
import { anyModel, ensembles } from '@digon/model/test-support'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wasm } from './backend.js'
import { hashOf } from './session-hash.test-support.js'

const backend = wasm({ threads: 1 })

test('a random ensemble stopped at a random step and restored ends with the bits of one that never stopped', async () => {
  const steps = 20
  await fc.assert(
    fc.asyncProperty(
      ensembles(anyModel({ featureCount: 37, hiddenSize: 10 }), 40),
      fc.integer({ min: 1, max: steps - 1 }),
      async (description, stop) => {
        const ensemble = defineEnsemble(description)
        const whole = await backend.open(ensemble)
        await whole.advance(steps)
        const first = await backend.open(ensemble)
        await first.advance(stop)
        const second = await backend.open(ensemble, { snapshot: await first.snapshot() })
        await second.advance(steps - stop)
        expect(await hashOf(second)).toBe(await hashOf(whole))
        for (const session of [whole, first, second]) await session.dispose()
      },
    ),
    { seed: 20261128, numRuns: 100 },
  )
})

test.each([
  { featureCount: 5, hiddenSize: 2 },
  { featureCount: 50, hiddenSize: 12 },
])('a member of $featureCount features alone has the bits of the same member among a hundred', async (model) => {
  const members = Array.from({ length: 100 }, (_, member) => ({
    seed: 1000 + member,
    data: { kind: 'independent', probability: 20 ** (-member / 99) } as const,
  }))
  const weightsOf = async (chosen: typeof members) => {
    const session = await wasm({ threads: 2 }).open(defineEnsemble({ model, batchSize: 64, members: chosen }))
    await session.advance(30)
    const { values } = (await session.parameters()).weights!
    await session.dispose()
    return values
  }
  const all = await weightsOf(members)
  const size = model.featureCount * model.hiddenSize
  for (const member of [0, 42, 77, 99]) {
    expect(await weightsOf([members[member]!])).toEqual(all.slice(member * size, (member + 1) * size))
  }
})

test('a live edit, snapshot and opening again with other probabilities, is a matter of 5 ms', async () => {
  const subject = (probability: number) =>
    defineEnsemble({
      model: { featureCount: 20, hiddenSize: 5 },
      shared: { data: { kind: 'independent', probability } },
      members: { count: 10, seed: 1 },
    })
  let session = await backend.open(subject(0.5))
  await session.advance(10)
  const milliseconds: number[] = []
  for (let edit = 1; edit <= 20; edit++) {
    const changed = subject(1 / (edit + 1))
    const startedAt = performance.now()
    const snapshot = await session.snapshot()
    const next = await backend.open(changed, { snapshot })
    milliseconds.push(performance.now() - startedAt)
    await session.dispose()
    session = next
    await session.advance(1)
  }
  await session.dispose()
  // The best of twenty: the machine may be busy with other things.
  expect(Math.min(...milliseconds)).toBeLessThan(5)
})
