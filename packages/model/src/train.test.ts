import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Backend, Session, Snapshot } from './backend.js'
import { SessionDisposedError } from './backend-errors.js'
import { createBatchSource } from './batch-source.js'
import { defineEnsemble } from './define-ensemble.js'
import { initialParameters } from './initial-parameters.js'
import { reference } from './reference.js'
import { type TrainOptions, train } from './train.js'
import type { TrainEvent } from './train-events.js'

const ensemble = defineEnsemble({
  model: { featureCount: 4, hiddenSize: 2 },
  optimizer: { schedule: { kind: 'cosine', warmUpSteps: 2, totalSteps: 12 } },
  batchSize: 8,
  shared: { data: { probability: 0.5 }, learningRate: 0.05 },
  members: { count: 2, seed: 1 },
})

/** The reference, with a diary of what was asked of its sessions. */
function watched(change: (session: Session) => Partial<Session> = () => ({})): { backend: Backend; diary: string[] } {
  const diary: string[] = []
  const open: Backend['open'] = async (...given) => {
    diary.push('open')
    const session = await reference().open(...given)
    return {
      advance: (steps, options) => {
        diary.push(`advance ${steps}`)
        return session.advance(steps, options)
      },
      evaluate: (...asked) => session.evaluate(...asked),
      parameters: () => session.parameters(),
      snapshot: () => session.snapshot(),
      dispose: () => {
        diary.push('dispose')
        return session.dispose()
      },
      ...change(session),
    }
  }
  return { backend: { ...reference(), open }, diary }
}

async function events(options: TrainOptions, backend: Backend = reference()): Promise<TrainEvent[]> {
  const all: TrainEvent[] = []
  for await (const event of train(backend, ensemble, options)) all.push(event)
  return all
}

/** What is kept of a run: everything but progress and the frame around it. */
function kept(all: readonly TrainEvent[]): TrainEvent[] {
  return all.filter(({ type }) => type === 'losses' || type === 'parameters' || type === 'checkpoint')
}

function lastSnapshot(all: readonly TrainEvent[]): Snapshot {
  const last = all.at(-1)
  if (last?.type !== 'run-end' && last?.type !== 'run-abort') throw new Error('the run has no end')
  return last.snapshot
}

test('a run starts, reports what was asked in order, and ends with everything', async () => {
  const all = await events({ steps: 6, lossSteps: [0, 3], record: [0, 4, 6], checkpoints: [3] })
  expect(all.map((event) => `${event.type} ${event.step}`)).toEqual([
    'run-start 0',
    'parameters 0',
    'progress 1',
    'losses 0',
    'progress 3',
    'checkpoint 3',
    'progress 4',
    'losses 3',
    'parameters 4',
    'progress 6',
    'parameters 6',
    'run-end 6',
  ])
  expect(all[0]).toEqual({ type: 'run-start', backend: 'reference', step: 0, steps: 6 })
})

test('losses and parameters of the same step belong together: the loss is that of those parameters on that batch', async () => {
  const all = await events({ steps: 9, lossSteps: [0, 5, 8], record: [0, 5, 8] })
  const batch = createBatchSource(ensemble)
  for (const step of [0, 5, 8]) {
    const parameters = all.find((event) => event.type === 'parameters' && event.step === step)
    const losses = all.find((event) => event.type === 'losses' && event.step === step)
    if (parameters?.type !== 'parameters' || losses?.type !== 'losses') throw new Error('an event is missing')
    const snapshot = { ...lastSnapshot(all), parameters: parameters.parameters }
    const session = await reference().open(ensemble, { snapshot })
    const evaluation = await session.evaluate([batch(0, step), batch(1, step)])
    await session.dispose()
    expect(losses.losses).toEqual(evaluation.losses)
  }
  const first = all.find((event) => event.type === 'parameters')
  if (first?.type !== 'parameters') throw new Error('an event is missing')
  expect(Float32Array.from(first.parameters.weights!.values)).toEqual(initialParameters(ensemble).weights!.values)
})

test('the end has the final parameters, the last losses and a snapshot of both', async () => {
  const all = await events({ steps: 5, lossSteps: [4], record: [5] })
  const end = all.at(-1)!
  const losses = all.find((event) => event.type === 'losses')
  const recorded = all.find((event) => event.type === 'parameters')
  if (end.type !== 'run-end' || losses?.type !== 'losses' || recorded?.type !== 'parameters') throw new Error('missing')
  expect(end).toMatchObject({ step: 5, losses: losses.losses, diverged: [] })
  expect(end.parameters).toEqual(recorded.parameters)
  expect(end.snapshot).toMatchObject({ step: 5, parameters: recorded.parameters })
})

test('no steps: the initial parameters, and no losses', async () => {
  const all = await events({ steps: 0, record: [0] })
  expect(all.map(({ type }) => type)).toEqual(['run-start', 'parameters', 'run-end'])
  expect(all.at(-1)).toMatchObject({ step: 0, losses: new Float64Array([Number.NaN, Number.NaN]) })
})

test('the engine advances in the largest pieces that the events and chunkSteps allow', async () => {
  const plain = watched()
  await events({ steps: 10, lossSteps: [3, 4] }, plain.backend)
  expect(plain.diary).toEqual(['open', 'advance 4', 'advance 1', 'advance 5', 'dispose'])
  const chunked = watched()
  const all = await events({ steps: 10, record: [7], chunkSteps: 3 }, chunked.backend)
  expect(chunked.diary).toEqual(['open', 'advance 3', 'advance 3', 'advance 1', 'advance 3', 'dispose'])
  expect(all.filter(({ type }) => type === 'progress').map(({ step }) => step)).toEqual([3, 6, 7, 10])
})

const someSteps = fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 5 })

test('a run that was stopped anywhere and resumed reports the same numbers as one that was not', async () => {
  await fc.assert(
    fc.asyncProperty(
      someSteps,
      someSteps,
      fc.integer({ min: 0, max: 12 }),
      fc.nat(8),
      async (lossSteps, record, stop, chunk) => {
        const whole = await events({ steps: 12, lossSteps, record })
        const first = await events({
          steps: stop,
          lossSteps: lossSteps.filter((step) => step < stop),
          record: record.filter((step) => step < stop),
          chunkSteps: chunk + 1,
        })
        const second = await events({ steps: 12, lossSteps, record, snapshot: lastSnapshot(first) })
        expect([...kept(first), ...kept(second)]).toEqual(kept(whole))
        expect(lastSnapshot(second)).toEqual(lastSnapshot(whole))
      },
    ),
    { seed: 1, numRuns: 30 },
  )
})

test('an abort stops at a whole step with a snapshot, throws the reason, and resuming from there loses nothing', async () => {
  const whole = await events({ steps: 12, lossSteps: [1, 6, 11] })
  const abort = new AbortController()
  const { backend, diary } = watched()
  const seen: TrainEvent[] = []
  const reason = new Error('Ctrl-C')
  const running = (async () => {
    for await (const event of train(backend, ensemble, { steps: 12, lossSteps: [1, 6, 11], signal: abort.signal })) {
      seen.push(event)
      if (event.type === 'losses' && event.step === 1) abort.abort(reason)
    }
  })()
  await expect(running).rejects.toBe(reason)
  expect(seen.at(-1)).toMatchObject({ type: 'run-abort', step: 2, snapshot: { step: 2 } })
  expect(diary.at(-1)).toBe('dispose')
  const rest = await events({ steps: 12, lossSteps: [1, 6, 11], snapshot: lastSnapshot(seen) })
  expect([...kept(seen), ...kept(rest)]).toEqual(kept(whole))
  expect(lastSnapshot(rest)).toEqual(lastSnapshot(whole))
})

test('an abort in the middle of a long advance stops there, not at its end', async () => {
  const abort = new AbortController()
  const { backend, diary } = watched()
  setTimeout(() => abort.abort('enough'), 5)
  const seen: TrainEvent[] = []
  const running = (async () => {
    const options = { steps: 1_000_000, chunkSteps: 1_000_000, signal: abort.signal }
    for await (const event of train(backend, ensemble, options)) seen.push(event)
  })()
  await expect(running).rejects.toBe('enough')
  expect(diary).toEqual(['open', 'advance 1000000', 'dispose'])
  const last = seen.at(-1)!
  expect(last.type).toBe('run-abort')
  expect(last.step).toBeLessThan(1_000_000)
  expect(lastSnapshot(seen).step).toBe(last.step)
})

test('a signal that was aborted before opens nothing', async () => {
  const { backend, diary } = watched()
  await expect(events({ steps: 3, signal: AbortSignal.abort('no') }, backend)).rejects.toBe('no')
  expect(diary).toEqual([])
})

test('leaving the loop early disposes the session', async () => {
  const { backend, diary } = watched()
  for await (const event of train(backend, ensemble, { steps: 9, chunkSteps: 2 })) {
    if (event.type === 'progress') break
  }
  expect(diary).toEqual(['open', 'advance 2', 'dispose'])
})

test('an engine that fails in mid-training is disposed, and its error comes through', async () => {
  const failure = new SessionDisposedError('advance')
  const { backend, diary } = watched(() => ({ advance: () => Promise.reject(failure) }))
  await expect(events({ steps: 3, signal: new AbortController().signal }, backend)).rejects.toBe(failure)
  expect(diary).toEqual(['open', 'dispose'])
})

test('steps out of range are refused at the call, before any work', () => {
  const { backend, diary } = watched()
  const wrong: readonly (readonly [TrainOptions, string])[] = [
    [{ steps: -1 }, 'invalid steps: -1; expected an integer ≥ 0'],
    [{ steps: 1.5 }, 'invalid steps: 1.5; expected an integer ≥ 0'],
    [{ steps: 5, chunkSteps: 0 }, 'invalid chunkSteps: 0; expected an integer ≥ 1'],
    [{ steps: 5, lossSteps: [0, 5] }, 'invalid lossSteps[1]: 5; expected an integer from 0 to 4'],
    [{ steps: 5, record: [6] }, 'invalid record[0]: 6; expected an integer from 0 to 5'],
    [{ steps: 5, checkpoints: [Number.NaN] }, 'invalid checkpoints[0]: NaN; expected an integer from 0 to 5'],
  ]
  for (const [options, message] of wrong) expect(() => train(backend, ensemble, options)).toThrow(message)
  expect(diary).toEqual([])
})
