/** Aborting: before a call, in the middle of many steps, and while opening. */
import { defineEnsemble } from '../../define-ensemble.js'
import type { Ensemble } from '../../ensemble.js'
import { assert, rejectionOf } from '../compare.js'
import type { Suite } from '../suite.js'
import { assertSameRun, introEnsemble, train, withSession } from './training.js'

/** How much work is begun before it is aborted: an engine that never listens fails the test when it is through. */
const workInMilliseconds = 2000

export function abortSuite(suite: Suite): void {
  suite.describe('abort', () => {
    suite.testWith('advance with an aborted signal makes no step', introEnsemble(), () => checkBefore(suite))
    suite.testWith('open with an aborted signal rejects with its reason', introEnsemble(), () => checkOpening(suite))
    const ensemble = busyEnsemble()
    suite.testWith('aborted in the middle, a session stands at a whole step and goes on from there', ensemble, () =>
      checkMiddle(suite, ensemble),
    )
  })
}

function busyEnsemble(): Ensemble {
  const model = { featureCount: 20, hiddenSize: 5 }
  return defineEnsemble({ model, batchSize: 256, members: { count: 2, seed: 91, data: { probability: 0.5 } } })
}

async function checkBefore(suite: Suite): Promise<void> {
  const expected = await train(suite.backend, introEnsemble(), 3)
  await withSession(suite.backend, introEnsemble(), async (session) => {
    const reason = new Error('changed my mind')
    const rejection = await rejectionOf(session.advance(5, { signal: AbortSignal.abort(reason) }), 'advance')
    assert(rejection === reason, `advance rejected with ${rejection}; expected the signal's own reason`)
    const { step } = await session.snapshot()
    assert(step === 0, `step ${step} after a call that was aborted before it began`)
    const run = { progress: await session.advance(3), snapshot: await session.snapshot() }
    assertSameRun(suite, suite.deterministic, run, expected, 'after the aborted call')
  })
}

async function checkOpening(suite: Suite): Promise<void> {
  const reason = new Error('changed my mind')
  const opening = suite.backend.open(introEnsemble(), { signal: AbortSignal.abort(reason) })
  const rejection = await rejectionOf(opening, 'open')
  assert(rejection === reason, `open rejected with ${rejection}; expected the signal's own reason`)
}

async function checkMiddle(suite: Suite, ensemble: Ensemble): Promise<void> {
  await withSession(suite.backend, ensemble, async (session) => {
    await session.advance(1)
    const start = performance.now()
    await session.advance(10)
    const steps = Math.ceil(Math.min(1e6, Math.max(100, (10 * workInMilliseconds) / (performance.now() - start))))
    const controller = new AbortController()
    const reason = new Error('enough')
    const timer = setTimeout(() => controller.abort(reason), 25)
    const rejection = await rejectionOf(session.advance(steps, { signal: controller.signal }), 'advance')
    clearTimeout(timer)
    assert(rejection === reason, `advance rejected with ${rejection}; expected the signal's own reason`)
    const { step } = await session.snapshot()
    assert(step >= 11 && step < 11 + steps, `step ${step} after the abort; expected one on the way to ${11 + steps}`)
    const run = { progress: await session.advance(1), snapshot: await session.snapshot() }
    const expected = await train(suite.backend, ensemble, step + 1)
    assertSameRun(suite, suite.deterministic, run, expected, 'going on after the abort')
  })
}
