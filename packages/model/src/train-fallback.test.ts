/** What `train` does when a backend cannot run or loses its device. */
import { expect, test } from 'vitest'
import type { Backend, Session, Snapshot } from './backend.js'
import {
  BackendUnavailableError,
  DeviceLostError,
  DeviceMemoryError,
  UnsupportedEnsembleError,
} from './backend-errors.js'
import { defineEnsemble } from './define-ensemble.js'
import { reference } from './reference.js'
import { type TrainOptions, train } from './train.js'
import type { TrainEvent } from './train-events.js'

const ensemble = defineEnsemble({
  model: { featureCount: 4, hiddenSize: 2 },
  batchSize: 8,
  shared: { data: { probability: 0.5 }, learningRate: 0.05 },
  members: { count: 2, seed: 1 },
})

/** The reference on a device that is lost after so many steps and had its state read back at some of them. */
function losing(
  name: string,
  { after, readEvery = 2 }: { after: number; readEvery?: number },
): Backend & { openSessions: number } {
  const backend = {
    ...reference(),
    name,
    openSessions: 0,
    async open(...given: Parameters<Backend['open']>): Promise<Session> {
      const session = await reference().open(...given)
      backend.openSessions++
      let last: Snapshot = await session.snapshot()
      return {
        ...bound(session),
        async advance(steps) {
          let progress = await session.advance(1)
          for (let step = 1; step < steps && progress.step < after; step++) {
            if (progress.step % readEvery === 0) last = await session.snapshot()
            progress = await session.advance(1)
          }
          if (progress.step >= after) throw new DeviceLostError(name, 'unplugged', last, 1.5)
          return progress
        },
        async dispose() {
          backend.openSessions--
          await session.dispose()
        },
      }
    },
  }
  return backend
}

function bound(session: Session): Session {
  return {
    advance: (...given) => session.advance(...given),
    evaluate: (...given) => session.evaluate(...given),
    parameters: () => session.parameters(),
    snapshot: () => session.snapshot(),
    dispose: () => session.dispose(),
  }
}

function refusing(name: string, error: Error): Backend {
  return { ...reference(), name, open: () => Promise.reject(error) }
}

async function events(backend: Backend, options: TrainOptions): Promise<TrainEvent[]> {
  const all: TrainEvent[] = []
  for await (const event of train(backend, ensemble, options)) all.push(event)
  return all
}

const names = (all: readonly TrainEvent[]): string[] => all.map(({ type, step }) => `${type} ${step}`)

test('a lost device is made good by the fallback, from the last state read back, and said with step, reason and age', async () => {
  const gone = losing('gpu', { after: 7 })
  const all = await events(gone, { steps: 10, chunkSteps: 4, fallbacks: [reference()] })
  expect(names(all)).toEqual(['run-start 0', 'progress 4', 'backend-change 6', 'progress 10', 'run-end 10'])
  expect(all[2]).toEqual({
    type: 'backend-change',
    from: 'gpu',
    to: 'reference',
    step: 6,
    reason: 'device lost: unplugged',
    snapshotAgeInSeconds: 1.5,
    passedOver: [],
  })
  expect(gone.openSessions).toBe(0)
})

test('on the same arithmetic nothing is lost by a lost device, and nothing is reported twice', async () => {
  const wanted = { steps: 12, lossSteps: [0, 4, 5, 6, 11], record: [0, 5, 7, 12], checkpoints: [3, 5, 8] }
  const kept = (all: readonly TrainEvent[]) =>
    all.filter(({ type }) => !['run-start', 'progress', 'backend-change'].includes(type))
  const interrupted = await events(losing('gpu', { after: 7, readEvery: 4 }), { ...wanted, fallbacks: [reference()] })
  expect(interrupted.find(({ type }) => type === 'backend-change')?.step).toBe(4)
  const through = await events(reference(), wanted)
  const sorted = (all: readonly TrainEvent[]) => names(kept(all)).sort()
  expect(sorted(interrupted)).toEqual(sorted(through))
  expect(interrupted.at(-1)).toEqual(through.at(-1))
})

test.each([
  ['unavailable', new BackendUnavailableError([{ name: 'gpu', reason: 'no adapter' }]), 'no adapter'],
  ['unsupported', new UnsupportedEnsembleError('gpu', 'too wide'), 'too wide'],
  ['short of memory', new DeviceMemoryError('gpu', 1000, 'full'), 'out of memory on the device of gpu: 1000 bytes'],
])('a backend that is %s is replaced at the beginning', async (_, error, reason) => {
  const all = await events(refusing('gpu', error), { steps: 2, fallbacks: [reference()] })
  expect(names(all)).toEqual(['backend-change 0', 'progress 2', 'run-end 2'])
  expect(all[0]).toMatchObject({ from: 'gpu', to: 'reference', snapshotAgeInSeconds: 0 })
  expect(all[0]).toHaveProperty('reason', expect.stringContaining(reason))
})

test('fallbacks that cannot run are passed over with their reasons', async () => {
  const unavailable = refusing('other', new BackendUnavailableError([{ name: 'other', reason: 'not here' }]))
  const all = await events(losing('gpu', { after: 3 }), { steps: 5, fallbacks: [unavailable, reference()] })
  expect(all.find(({ type }) => type === 'backend-change')).toMatchObject({
    to: 'reference',
    passedOver: [{ name: 'other', reason: 'not here' }],
  })
})

test('without a fallback, or when none can run, the loss of the device is thrown with its snapshot', async () => {
  const unavailable = refusing('other', new BackendUnavailableError([]))
  for (const fallbacks of [[], [unavailable]]) {
    const failure = await events(losing('gpu', { after: 3 }), { steps: 5, fallbacks }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(DeviceLostError)
    expect((failure as DeviceLostError).snapshot.step).toBe(2)
  }
})

test('two devices can be lost one after the other', async () => {
  const fallbacks = [losing('second', { after: 8 }), reference()]
  const all = await events(losing('first', { after: 4 }), { steps: 10, fallbacks })
  const changes = all.filter(({ type }) => type === 'backend-change')
  expect(changes.map((event) => event.type === 'backend-change' && `${event.from} ${event.to} ${event.step}`)).toEqual([
    'first second 2',
    'second reference 6',
  ])
})

test('any other error is thrown, fallback or not', async () => {
  const bug = refusing('gpu', new TypeError('a bug'))
  await expect(events(bug, { steps: 2, fallbacks: [reference()] })).rejects.toThrow('a bug')
})
