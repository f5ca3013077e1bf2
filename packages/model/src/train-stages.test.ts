/** Training through stages: what a stage does, against the same done by hand with snapshots. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Backend, Session, Snapshot } from './backend.js'
import { DeviceLostError, DeviceMemoryError, UnsupportedEnsembleError } from './backend-errors.js'
import { defineEnsemble } from './define-ensemble.js'
import type { Ensemble } from './ensemble.js'
import { InvalidEnsembleError } from './ensemble-problems.js'
import { reference } from './reference.js'
import type { Stage } from './stage.js'
import { ensembleAt } from './stages.js'
import { type TrainOptions, train } from './train.js'
import type { TrainEvent } from './train-events.js'

const ensemble = defineEnsemble({
  model: { featureCount: 4, hiddenSize: 2 },
  optimizer: { schedule: { kind: 'cosine', warmUpSteps: 2, totalSteps: 20 } },
  batchSize: 8,
  shared: { data: { probability: 0.5 }, learningRate: 0.05 },
  members: { count: 2, seed: 1 },
})
const annealed: readonly Stage[] = [
  { fromStep: 4, set: { members: { data: { probability: 0.2 } } } },
  { fromStep: 9, set: { members: [{ learningRate: 0.2 }, { frozenFeatures: [1] }], batchSize: 5 } },
]

async function events(
  options: TrainOptions,
  backend: Backend = reference(),
  of: Ensemble = ensemble,
): Promise<TrainEvent[]> {
  const all: TrainEvent[] = []
  for await (const event of train(backend, of, options)) all.push(event)
  return all
}

function lastSnapshot(all: readonly TrainEvent[]): Snapshot {
  const last = all.at(-1)
  if (last?.type !== 'run-end' && last?.type !== 'run-abort') throw new Error('the run has no end')
  return last.snapshot
}

/** What is kept of a run: everything but progress and the frame around it. */
function kept(all: readonly TrainEvent[]): TrainEvent[] {
  return all.filter(({ type }) => type === 'losses' || type === 'parameters' || type === 'checkpoint')
}

test('a stage equals training to its step, a snapshot, and training on with the changed ensemble, bit for bit', async () => {
  const staged = await events({ steps: 14, stages: annealed, lossSteps: [3, 4, 8, 9, 13], record: [4, 9, 14] })
  let snapshot: Snapshot | undefined
  const byHand: TrainEvent[] = []
  for (const [from, to] of [
    [0, 4],
    [4, 9],
    [9, 14],
  ] as const) {
    const own = [3, 4, 8, 9, 13].filter((step) => step >= from && step < to)
    const options = { steps: to, lossSteps: own, record: [to], ...(snapshot && { snapshot }) }
    const part = await events(options, reference(), ensembleAt({ ensemble, stages: annealed }, from))
    byHand.push(...kept(part))
    snapshot = lastSnapshot(part)
  }
  expect(kept(staged)).toEqual(byHand)
  expect(lastSnapshot(staged)).toEqual(snapshot)
})

test('a stage has no effect on earlier steps, and one on every step from its first on', async () => {
  const steps = [0, 3, 4, 5, 9]
  const lossesOf = async (stages: readonly Stage[]): Promise<(readonly number[])[]> => {
    const all = await events({ steps: 10, stages, lossSteps: steps })
    return all.flatMap((event) => (event.type === 'losses' ? [[...event.losses]] : []))
  }
  const [plain, staged] = [await lossesOf([]), await lossesOf(annealed.slice(0, 1))]
  expect(steps.map((_, i) => String(plain[i]) === String(staged[i]))).toEqual([true, true, false, false, false])
})

test('stages that change nothing give the same numbers as none, in the same order', async () => {
  const wanted = { steps: 12, lossSteps: [0, 4, 5, 11], record: [0, 5, 12], checkpoints: [5, 8] }
  const same: readonly Stage[] = [
    { fromStep: 1, set: {} },
    { fromStep: 5, set: { members: { learningRate: 0.05 }, batchSize: 8 } },
    { fromStep: 12, set: { members: [{}, {}] } },
  ]
  const [none, some] = [await events(wanted), await events({ ...wanted, stages: same })]
  expect(kept(some)).toEqual(kept(none))
  expect(some.at(-1)).toEqual(none.at(-1))
})

const someSteps = fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 4 })
const changes = fc.record(
  {
    batchSize: fc.integer({ min: 1, max: 12 }),
    members: fc.record(
      {
        data: fc.record({ probability: fc.double({ min: 0.05, max: 1, noNaN: true }) }),
        learningRate: fc.double({ min: 1e-4, max: 0.2, noNaN: true }),
        frozenFeatures: fc.subarray([0, 1, 2, 3]),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
)

test('for any stages: a run that was stopped anywhere and resumed reports the same numbers as one that was not', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 1, max: 14 }), { maxLength: 3 }),
      fc.array(changes, { minLength: 3, maxLength: 3 }),
      someSteps,
      someSteps,
      fc.integer({ min: 0, max: 12 }),
      fc.nat(8),
      async (starts, sets, lossSteps, record, stop, chunk) => {
        const stages = starts.sort((a, b) => a - b).map((fromStep, i): Stage => ({ fromStep, set: sets[i]! }))
        const whole = await events({ steps: 12, stages, lossSteps, record })
        const first = await events({
          steps: stop,
          stages,
          lossSteps: lossSteps.filter((step) => step < stop),
          record: record.filter((step) => step < stop),
          chunkSteps: chunk + 1,
        })
        const second = await events({ steps: 12, stages, lossSteps, record, snapshot: lastSnapshot(first) })
        expect([...kept(first), ...kept(second)]).toEqual(kept(whole))
        expect(lastSnapshot(second)).toEqual(lastSnapshot(whole))
      },
    ),
    { seed: 1, numRuns: 40 },
  )
})

test('a member that diverged before a stage stays frozen in it, with its last finite loss', async () => {
  const members = ensemble.members.map((member, i) => (i === 0 ? { ...member, learningRate: 1e300 } : member))
  const wild = { ...ensemble, members }
  const stages: readonly Stage[] = [{ fromStep: 5, set: { members: { learningRate: 0.01 } } }]
  const [plain, staged] = [
    await events({ steps: 9 }, reference(), wild),
    await events({ steps: 9, stages }, reference(), wild),
  ]
  const ends = [plain, staged].map((all) => {
    const end = all.at(-1)!
    if (end.type !== 'run-end') throw new Error('the run has no end')
    return end
  })
  expect(ends[0]!.diverged).toHaveLength(1)
  expect(ends[0]!.losses[0]).toBeGreaterThan(0)
  expect(ends[1]!.diverged).toEqual(ends[0]!.diverged)
  expect(ends[1]!.losses[0]).toBe(ends[0]!.losses[0])
  expect(ends[1]!.losses[1]).not.toBe(ends[0]!.losses[1])
})

/** The reference as this session changes it, with a count of open sessions and a diary of the ensembles that were opened. */
function watched(change: (session: Session, opened: number) => Partial<Session> = () => ({})) {
  const diary: string[] = []
  const backend = {
    ...reference(),
    name: 'gpu',
    async open(...given: Parameters<Backend['open']>): Promise<Session> {
      const session = await reference().open(...given)
      const opened = diary.push(`open ${given[1]?.snapshot?.step ?? 0}`)
      return {
        advance: (...asked) => session.advance(...asked),
        evaluate: (...asked) => session.evaluate(...asked),
        parameters: () => session.parameters(),
        snapshot: () => session.snapshot(),
        dispose: () => {
          diary.push('dispose')
          return session.dispose()
        },
        ...change(session, opened),
      }
    },
  }
  return { backend, diary }
}

test('one session after the other: each is disposed before the next is opened, at the stages that are made only', async () => {
  const through = watched()
  await events({ steps: 9, stages: annealed }, through.backend)
  expect(through.diary).toEqual(['open 0', 'dispose', 'open 4', 'dispose'])
  const late = watched()
  await events(
    { steps: 14, stages: annealed, snapshot: lastSnapshot(await events({ steps: 6, stages: annealed })) },
    late.backend,
  )
  expect(late.diary).toEqual(['open 6', 'dispose', 'open 9', 'dispose'])
})

test('an abort right at the change of stages stops there with a snapshot, and resuming from it loses nothing', async () => {
  const whole = await events({ steps: 14, stages: annealed })
  const abort = new AbortController()
  const { backend, diary } = watched()
  const seen: TrainEvent[] = []
  const running = (async () => {
    for await (const event of train(backend, ensemble, { steps: 14, stages: annealed, signal: abort.signal })) {
      seen.push(event)
      if (event.type === 'progress') abort.abort('enough')
    }
  })()
  await expect(running).rejects.toBe('enough')
  expect(seen.at(-1)).toMatchObject({ type: 'run-abort', step: 4 })
  expect(diary.at(-1)).toBe('dispose')
  const rest = await events({ steps: 14, stages: annealed, snapshot: lastSnapshot(seen) })
  expect(rest.at(-1)).toEqual(whole.at(-1))
})

test('a device lost in the second stage is made good by the fallback in the stage of the last snapshot', async () => {
  const whole = await events({ steps: 14, stages: annealed, lossSteps: [2, 7, 13] })
  // The state of step 3, in the first stage, is the last one that this device gave back.
  const { backend } = watched((session) => ({
    async advance(steps) {
      const progress = await session.advance(steps)
      if (progress.step < 8) return progress
      throw new DeviceLostError('gpu', 'unplugged', lastSnapshot(await events({ steps: 3, stages: annealed })), 2)
    },
  }))
  const all = await events({ steps: 14, stages: annealed, lossSteps: [2, 7, 13], fallbacks: [reference()] }, backend)
  expect(all.find(({ type }) => type === 'backend-change')?.step).toBe(3)
  expect(kept(all)).toEqual(kept(whole))
  expect(all.at(-1)).toEqual(whole.at(-1))
})

test('a backend that cannot open a stage hands its snapshot to the fallback: no step is made twice', async () => {
  const gpu = watched()
  const open: Backend['open'] = async (of, options) => {
    if (of.batchSize === 5) throw new DeviceMemoryError('gpu', 1000, 'full')
    return gpu.backend.open(of, options)
  }
  const all = await events({ steps: 14, stages: annealed, fallbacks: [reference()] }, { ...gpu.backend, open })
  expect(all.find(({ type }) => type === 'backend-change')).toMatchObject({ from: 'gpu', to: 'reference', step: 9 })
  expect(all.at(-1)).toEqual((await events({ steps: 14, stages: annealed })).at(-1))
})

test('a backend that does not support a later stage is not begun with', async () => {
  const { backend, diary } = watched()
  const supports: Backend['supports'] = ({ batchSize }) =>
    batchSize === 5 ? { supported: false, reason: 'batches of 5' } : { supported: true }
  const odd = { ...backend, supports }
  await expect(events({ steps: 14, stages: annealed }, odd)).rejects.toThrow(UnsupportedEnsembleError)
  expect(diary).toEqual([])
  const all = await events({ steps: 14, stages: annealed, fallbacks: [reference()] }, odd)
  expect(all[0]).toMatchObject({ type: 'backend-change', to: 'reference', step: 0, reason: 'batches of 5' })
  await events({ steps: 9, stages: annealed }, odd)
  expect(diary.filter((entry) => entry !== 'dispose')).toEqual(['open 0', 'open 4'])
})

test('wrong stages are refused at the call, before any work', () => {
  const { backend, diary } = watched()
  const stages: readonly Stage[] = [{ fromStep: 3, set: { members: { learningRate: -1 } } }]
  expect(() => train(backend, ensemble, { steps: 5, stages })).toThrow(InvalidEnsembleError)
  expect(() => train(backend, ensemble, { steps: 5, stages })).toThrow(
    'invalid stages[0].set.members.learningRate: -1; expected a finite number > 0',
  )
  expect(diary).toEqual([])
})
