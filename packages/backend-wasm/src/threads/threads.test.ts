/** Members in workers: the same bits for any number of them, and a run that outlives a worker. */
import { defineEnsemble, type Ensemble } from '@digon/model'
import { describe, expect, test } from 'vitest'
import { defaultSettings, wasm } from '../backend.js'
import { wasmBackend } from '../create-backend.js'
import { WorkerLostError } from '../errors.js'
import { hashOf } from '../session-hash.test-support.js'
import type { EngineWorker, StartWorker } from './engine-worker.js'
import type { WorkerLoss } from './recoverable-group.js'
import { startWorker } from './worker.js'
import { WorkerPool } from './worker-pool.js'

/** Members of all routes: narrow, and wide with dense, sparse and very sparse inputs. */
function ensemble(featureCount: number, hiddenSize: number): Ensemble {
  const probabilities = [1, 0.4, 0.1, 0.02, 0.003]
  return defineEnsemble({
    model: { featureCount, hiddenSize },
    batchSize: 100,
    members: probabilities.map((probability, seed) => ({ seed, data: { kind: 'independent', probability } })),
  })
}

/** A backend whose members always move to workers of its own, and those workers. */
function spreading(threads: number, onWorkerLoss: (loss: WorkerLoss) => void = () => {}) {
  const workers: EngineWorker[] = []
  const start: StartWorker = (events) => {
    const worker = startWorker(events)
    workers.push(worker)
    return worker
  }
  const pool = new WorkerPool(start)
  const backend = wasmBackend({ ...defaultSettings(), threads, onWorkerLoss, pool, spreadAfterMilliseconds: 0 })
  return { backend, workers }
}

async function trained(threads: number, subject: Ensemble): Promise<{ hash: string; workers: number }> {
  const { backend, workers } = spreading(threads)
  const session = await backend.open(subject)
  await session.advance(3)
  await session.advance(9)
  const hash = await hashOf(session)
  await session.dispose()
  for (const worker of workers) worker.terminate()
  return { hash, workers: workers.length }
}

describe.each([
  { featureCount: 7, hiddenSize: 3 },
  { featureCount: 70, hiddenSize: 13 },
])('$featureCount features in $hiddenSize dimensions', ({ featureCount, hiddenSize }) => {
  test('1, 2, 3 and 8 workers give the same bits, and no more workers start than there are members', async () => {
    const subject = ensemble(featureCount, hiddenSize)
    const [alone, two, three, eight] = [
      await trained(1, subject),
      await trained(2, subject),
      await trained(3, subject),
      await trained(8, subject),
    ]
    expect([alone.workers, two.workers, three.workers, eight.workers]).toEqual([0, 2, 3, 5])
    expect(new Set([alone.hash, two.hash, three.hash, eight.hash]).size).toBe(1)
  })
})

test('a worker that dies is reported with its members, and the run ends with the bits of an undisturbed one', async () => {
  const subject = ensemble(20, 5)
  const losses: WorkerLoss[] = []
  const { backend, workers } = spreading(2, (loss) => losses.push(loss))
  const session = await backend.open(subject)
  await session.advance(5)
  workers[0]!.terminate()
  const { step } = await session.advance(5)
  expect(step).toBe(10)
  expect(losses).toHaveLength(1)
  expect(losses[0]!.step).toBe(0)
  expect(losses[0]!.members.length).toBeGreaterThan(0)

  const undisturbed = await wasm({ threads: 1 }).open(subject)
  await undisturbed.advance(10)
  expect(await hashOf(session)).toBe(await hashOf(undisturbed))
  await session.dispose()
  await undisturbed.dispose()
  for (const worker of workers) worker.terminate()
})

test('a worker that dies in the middle of a long call is replaced as well', async () => {
  const subject = ensemble(60, 12)
  const losses: WorkerLoss[] = []
  const { backend, workers } = spreading(2, (loss) => losses.push(loss))
  const session = await backend.open(subject)
  await session.advance(1)
  const rest = session.advance(299)
  setTimeout(() => workers[1]!.terminate(), 20)
  await rest
  const undisturbed = await wasm({ threads: 1 }).open(subject)
  await undisturbed.advance(300)
  expect(await hashOf(session)).toBe(await hashOf(undisturbed))
  expect(losses.length).toBeLessThanOrEqual(1)
  await session.dispose()
  await undisturbed.dispose()
  for (const worker of workers) worker.terminate()
})

test('a second loss of the same members is an error that names them', async () => {
  const losses: WorkerLoss[] = []
  const { backend, workers } = spreading(2, (loss) => losses.push(loss))
  const session = await backend.open(ensemble(7, 3))
  await session.advance(2)
  workers[0]!.terminate()
  await session.advance(2)
  workers[2]!.terminate()
  const failure = await session.advance(2).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(WorkerLostError)
  expect((failure as WorkerLostError).members).toEqual(losses[0]!.members)
  await session.dispose()
  for (const worker of workers) worker.terminate()
})

test('where workers cannot be started, everything stays in this thread, with the same bits', async () => {
  const subject = ensemble(7, 3)
  const pool = new WorkerPool(() => {
    throw new Error('workers are forbidden here')
  })
  const backend = wasmBackend({ ...defaultSettings(), threads: 4, pool, spreadAfterMilliseconds: 0 })
  const session = await backend.open(subject)
  await session.advance(12)
  expect(await hashOf(session)).toBe(await undisturbedHash(subject, 12))
  await session.dispose()
})

async function undisturbedHash(subject: Ensemble, steps: number): Promise<string> {
  const session = await wasm({ threads: 1 }).open(subject)
  await session.advance(steps)
  const hash = await hashOf(session)
  await session.dispose()
  return hash
}

test('a short run never starts a worker', async () => {
  const workers: EngineWorker[] = []
  const pool = new WorkerPool((events) => {
    const worker = startWorker(events)
    workers.push(worker)
    return worker
  })
  const session = await wasmBackend({ ...defaultSettings(), threads: 2, pool }).open(ensemble(5, 2))
  await session.advance(2)
  expect(workers).toHaveLength(0)
  await session.dispose()
})

test('a number of threads that makes no sense is refused', () => {
  expect(() => wasm({ threads: 0 })).toThrow('invalid threads: 0; expected an integer ≥ 1')
})
