/** Fresh samples that the engine draws itself: the very bits of the same samples drawn on the host, by every route and in workers. */
import { defineEnsemble, type Ensemble, type EvaluationOptions, evaluateSamples, type Session } from '@digon/model'
import { anyModel, ensembles } from '@digon/model/test-support'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultSettings, wasm } from './backend.js'
import { canTake, chooseRoute, type Route } from './choose-route.js'
import { wasmBackend } from './create-backend.js'
import { hashOf } from './session-hash.test-support.js'
import type { EngineWorker } from './threads/engine-worker.js'
import type { WorkerLoss } from './threads/recoverable-group.js'
import { startWorker } from './threads/worker.js'
import { WorkerPool } from './threads/worker-pool.js'

const forced: Readonly<Record<string, Route>> = {
  'narrow with entries': { kernel: 'narrow', inputs: 'entries' },
  'narrow with panels': { kernel: 'narrow', inputs: 'panels' },
  'wide with entries': { kernel: 'wide', inputs: 'entries', outputs: 'hidden', tiledFrom: 0.5 },
  'wide with panels': { kernel: 'wide', inputs: 'panels', outputs: 'hidden', tiledFrom: 0.5 },
  'wide with lists of active inputs': { kernel: 'wide', inputs: 'lists', outputs: 'hidden', tiledFrom: 0.5 },
  'wide by the Gram matrix': { kernel: 'wide', inputs: 'entries', outputs: 'gram', tiledFrom: 0.5 },
}

/** Samples drawn on the host: batches, page by page. */
function onHost(session: Session, ensemble: Ensemble, options: EvaluationOptions) {
  return evaluateSamples({ evaluate: (batches) => session.evaluate(batches) }, ensemble, options)
}

describe.each(Object.entries(forced))('by %s', (_, wanted) => {
  const backend = wasmBackend({
    ...defaultSettings(),
    threads: 1,
    chooseRoute: (question, member) => (canTake(question.model, wanted) ? wanted : chooseRoute(question, member)),
  })

  test('losses and errors on random ensembles have the bits of the same samples in batches', async () => {
    const counts = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1000, max: 2500 }))
    const seeds = fc.option(fc.maxSafeInteger().map(Math.abs), { nil: undefined })
    await fc.assert(
      fc.asyncProperty(
        ensembles(anyModel({ featureCount: 30, hiddenSize: 10 }), 40),
        counts,
        seeds,
        async (description, sampleCount, seed) => {
          const ensemble = defineEnsemble(description)
          const session = await backend.open(ensemble)
          await session.advance(3)
          const before = await hashOf(session)
          const found = await evaluateSamples(session, ensemble, { sampleCount, seed })
          expect(found).toEqual(await onHost(session, ensemble, { sampleCount, seed }))
          expect(await hashOf(session)).toBe(before)
          await session.dispose()
        },
      ),
      { seed: 20261128, numRuns: 60 },
    )
  }, 120_000)
})

/** Members of all routes, and one with fixed batches. */
const mixed = (featureCount: number, hiddenSize: number): Ensemble =>
  defineEnsemble({
    model: { featureCount, hiddenSize },
    batchSize: 100,
    members: [1, 0.4, 0.1, 0.02, 0.003].map((probability, seed) => ({ seed, data: { probability }, hiddenL1: 0.01 })),
  })

test.each([
  { featureCount: 7, hiddenSize: 3 },
  { featureCount: 70, hiddenSize: 13 },
])(
  '$featureCount features in $hiddenSize dimensions: workers give the same bits, and one that dies is replaced',
  async (model) => {
    const ensemble = mixed(model.featureCount, model.hiddenSize)
    const options = { sampleCount: 20_000, seed: 2 ** 40 + 3 }
    const workers: EngineWorker[] = []
    const losses: WorkerLoss[] = []
    const pool = new WorkerPool((events) => {
      const worker = startWorker(events)
      workers.push(worker)
      return worker
    })
    const settings = { ...defaultSettings(), threads: 3, pool, spreadAfterMilliseconds: 0 }
    const alone = await wasm({ threads: 1 }).open(ensemble)
    const spread = await wasmBackend({ ...settings, onWorkerLoss: (loss) => losses.push(loss) }).open(ensemble)
    await alone.advance(20)
    await spread.advance(20)
    const expected = await evaluateSamples(alone, ensemble, options)
    expect(await evaluateSamples(spread, ensemble, options)).toEqual(expected)
    workers[0]!.terminate()
    expect(await evaluateSamples(spread, ensemble, options)).toEqual(expected)
    expect(losses).toHaveLength(1)
    expect(await hashOf(spread)).toBe(await hashOf(alone))
    await alone.dispose()
    await spread.dispose()
    for (const worker of workers) worker.terminate()
  },
)

test('a session that was just opened moves its members to workers for a long evaluation', async () => {
  const ensemble = mixed(20, 5)
  const workers: EngineWorker[] = []
  const pool = new WorkerPool((events) => {
    const worker = startWorker(events)
    workers.push(worker)
    return worker
  })
  const session = await wasmBackend({ ...defaultSettings(), threads: 2, pool, spreadAfterMilliseconds: 1 }).open(
    ensemble,
  )
  await evaluateSamples(session, ensemble, { sampleCount: 1024 })
  expect(workers).toHaveLength(0)
  await evaluateSamples(session, ensemble, { sampleCount: 200_000 })
  expect(workers).toHaveLength(2)
  await session.dispose()
  for (const worker of workers) worker.terminate()
})

test('sums of more members than there is room for are asked for in parts', async () => {
  const ensemble = defineEnsemble({
    model: { featureCount: 200, hiddenSize: 2 },
    shared: { data: { probability: 0.02 } },
    members: { count: 170, seed: 5 },
  })
  const session = await wasm({ threads: 1 }).open(ensemble)
  const options = { sampleCount: 1030 }
  expect(await evaluateSamples(session, ensemble, options)).toEqual(await onHost(session, ensemble, options))
  await session.dispose()
})

test('wide dense samples, whose batches are cut on the host, agree within rounding', async () => {
  const ensemble = defineEnsemble({
    model: { featureCount: 300, hiddenSize: 9 },
    members: { seed: 5, data: { probability: 0.9 } },
  })
  const session = await wasm({ threads: 1 }).open(ensemble)
  const found = await evaluateSamples(session, ensemble, { sampleCount: 1500 })
  const expected = await onHost(session, ensemble, { sampleCount: 1500 })
  expect(Math.abs(found.losses[0]! / expected.losses[0]! - 1)).toBeLessThan(1e-7)
  for (const [k, error] of expected.errors.entries()) expect(Math.abs(found.errors[k]! / error - 1)).toBeLessThan(1e-6)
  await session.dispose()
})
