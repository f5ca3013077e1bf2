import type { SparseBatch } from '@digon/data'
import { expect, test } from 'vitest'
import type { Progress, Session } from '../backend.js'
import { SessionDisposedError } from '../backend-errors.js'
import { defineEnsemble } from '../define-ensemble.js'
import { createSession, type SessionOptions, type SessionWork } from './session.js'

const ensemble = defineEnsemble({
  model: { featureCount: 3, hiddenSize: 2 },
  members: { count: 2, seed: 1, data: { probability: 1 } },
})
const batch = (sampleCount: number, featureCount: number): SparseBatch => ({
  sampleCount,
  featureCount,
  offsets: new Uint32Array(sampleCount + 1),
  features: new Uint32Array(),
  values: new Float32Array(),
})
const progress = (step: number): Progress => ({ step, losses: new Float64Array(2), diverged: [] })
const snapshot = { step: 0, parameters: {}, firstMoments: {}, secondMoments: {}, diverged: [] }

/** A session that writes down what its work is asked for; advancing by 13 steps fails. */
function recorded(options?: SessionOptions): { session: Session; calls: string[] } {
  const calls: string[] = []
  const work: SessionWork = {
    advance: async (steps) => {
      calls.push(`advance ${steps} begins`)
      await new Promise((resolve) => setTimeout(resolve, 5))
      if (steps === 13) throw new Error('unlucky')
      calls.push(`advance ${steps} ends`)
      return progress(steps)
    },
    evaluate: (_, wantsGradients) => {
      calls.push(`evaluate, gradients ${wantsGradients}`)
      return { losses: new Float64Array(2), errors: new Float64Array(6) }
    },
    parameters: () => {
      calls.push('parameters')
      return {}
    },
    snapshot: () => snapshot,
    free: () => {
      calls.push('free')
    },
  }
  return { session: createSession(ensemble, work, options), calls }
}

test('calls made without waiting run one after the other, and dispose waits for them', async () => {
  const { session, calls } = recorded()
  const all = [session.advance(2), session.evaluate([batch(1, 3), batch(4, 3)]), session.parameters()]
  await session.dispose()
  await Promise.all(all)
  expect(calls).toEqual(['advance 2 begins', 'advance 2 ends', 'evaluate, gradients false', 'parameters', 'free'])
})

test('a call that fails does not stop those behind it', async () => {
  const { session, calls } = recorded()
  const failing = session.advance(13)
  const next = session.advance(3)
  await expect(failing).rejects.toThrow('unlucky')
  expect((await next).step).toBe(3)
  expect(calls).toEqual(['advance 13 begins', 'advance 3 begins', 'advance 3 ends'])
})

test('after dispose every call is refused, but a second dispose, and the work is freed once', async () => {
  const { session, calls } = recorded()
  await session.dispose()
  await session.dispose()
  for (const call of [
    () => session.advance(1),
    () => session.evaluate([]),
    () => session.parameters(),
    () => session.snapshot(),
  ]) {
    await expect(call()).rejects.toBeInstanceOf(SessionDisposedError)
  }
  expect(calls).toEqual(['free'])
})

test.each([0, -1, 1.5, Number.NaN, 2 ** 53])('%s steps are refused before the engine is asked', async (steps) => {
  const { session, calls } = recorded()
  await expect(session.advance(steps)).rejects.toThrow(`invalid steps: ${steps}; expected an integer ≥ 1`)
  expect(calls).toEqual([])
})

test('batches are refused that are not one per member, of other features, or empty', async () => {
  const { session, calls } = recorded()
  const good = batch(2, 3)
  await expect(session.evaluate([good])).rejects.toThrow('invalid batches: 1; expected 2, one per member')
  await expect(session.evaluate([good, batch(2, 4)])).rejects.toThrow(
    'invalid batches[1]: 2 samples of 4 features; expected at least 1 of 3',
  )
  await expect(session.evaluate([batch(0, 3), good])).rejects.toThrow(RangeError)
  expect(calls).toEqual([])
  await session.evaluate([good, good], { gradients: true })
  expect(calls).toEqual(['evaluate, gradients true'])
})

test('failures are explained to the caller where the engine has something to say about them', async () => {
  const { session } = recorded({ explain: (failure) => new Error(`explained: ${(failure as Error).message}`) })
  await expect(session.advance(13)).rejects.toThrow('explained: unlucky')
  expect((await session.advance(1)).step).toBe(1)
})

test('fresh samples of the opened ensemble are left to an engine that draws them; all others come as batches', async () => {
  const asked: string[] = []
  const evaluation = { losses: new Float64Array(2), errors: new Float64Array(6) }
  const work = (own: Pick<SessionWork, 'evaluateSamples'>): SessionWork => ({
    advance: progress,
    evaluate: (batches) => {
      asked.push(`batches of ${batches.map(({ sampleCount }) => sampleCount)}`)
      return evaluation
    },
    parameters: () => ({}),
    snapshot: () => snapshot,
    free: () => {},
    ...own,
  })
  const drawing = createSession(
    ensemble,
    work({
      evaluateSamples: async ({ sampleCount }) => {
        asked.push(`${sampleCount} samples`)
        return evaluation
      },
    }),
  )
  const other = { ...ensemble, members: ensemble.members.map((member) => ({ ...member, seed: 7 })) }
  await drawing.evaluateSamples!(ensemble, { sampleCount: 1030 })
  await drawing.evaluateSamples!(other, { sampleCount: 1030 })
  await createSession(ensemble, work({})).evaluateSamples!(ensemble, { sampleCount: 5 })
  expect(asked).toEqual(['1030 samples', 'batches of 1024,1024', 'batches of 6,6', 'batches of 5,5'])
  const fewer = { ...ensemble, members: ensemble.members.slice(1) }
  await expect(drawing.evaluateSamples!(fewer, { sampleCount: 1 })).rejects.toThrow(
    'invalid ensemble: 1 members of 3 features; expected 2 of 3',
  )
  await expect(drawing.evaluateSamples!(ensemble, { sampleCount: 0 })).rejects.toThrow('invalid sampleCount: 0')
})
