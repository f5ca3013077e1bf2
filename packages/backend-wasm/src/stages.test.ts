/** Stages of a training task on this engine: the same bits as snapshot and reopening by hand, stopped or not. */
import { defineEnsemble, ensembleAt, type Snapshot, type Stage, train } from '@digon/model'
import { expect, test } from 'vitest'
import { wasm } from './backend.js'

const ensemble = defineEnsemble({
  model: { featureCount: 20, hiddenSize: 5 },
  batchSize: 64,
  shared: { data: { probability: 0.5 }, importance: { base: 0.9 }, learningRate: 0.01 },
  members: { count: 6, seed: 3 },
})
/** Annealed twice; the second stage changes the sizes of batches and one member's rate as well. */
const stages: readonly Stage[] = [
  { fromStep: 30, set: { members: { data: { probability: 0.2 } } } },
  {
    fromStep: 55,
    set: {
      batchSize: 40,
      optimizer: { beta1: 0.8 },
      members: ensemble.members.map((_, member) => ({
        data: { probability: 0.03 },
        ...(member === 2 && { learningRate: 0.05 }),
      })),
    },
  },
]
const steps = 80

async function trained(from: Snapshot | undefined, to: number, threads: number, staged: readonly Stage[] = stages) {
  const options = { steps: to, stages: staged, ...(from && { snapshot: from }) }
  for await (const event of train(wasm({ threads }), ensemble, options)) {
    if (event.type === 'run-end') return event.snapshot
  }
  throw new Error('the run has no end')
}

test('a stage has the bits of a snapshot that the changed ensemble goes on from, for one thread and two', async () => {
  let snapshot: Snapshot | undefined
  for (const [from, to] of [
    [0, 30],
    [30, 55],
    [55, steps],
  ] as const) {
    const session = await wasm({ threads: 1 }).open(ensembleAt({ ensemble, stages }, from), {
      ...(snapshot && { snapshot }),
    })
    await session.advance(to - from)
    snapshot = await session.snapshot()
    await session.dispose()
  }
  expect(await trained(undefined, steps, 1)).toEqual(snapshot)
  expect(await trained(undefined, steps, 2)).toEqual(snapshot)
})

test('stages that change nothing have the bits of none', async () => {
  const nothing: readonly Stage[] = [1, 30, 79].map((fromStep) => ({
    fromStep,
    set: { members: { data: { probability: 0.5 } } },
  }))
  expect(await trained(undefined, steps, 1, nothing)).toEqual(await trained(undefined, steps, 1, []))
})

test.each([29, 30, 42, 55, 79])(
  'stopped at step %i and resumed, it ends with the bits of never stopped',
  async (stop) => {
    const whole = await trained(undefined, steps, 1)
    expect(await trained(await trained(undefined, stop, 1), steps, 1)).toEqual(whole)
  },
)
