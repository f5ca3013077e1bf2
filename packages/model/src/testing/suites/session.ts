/** How a session behaves: order of calls, one call or several, what it hands out, disposal, resources, bad arguments. */
import type { Session } from '../../backend.js'
import type { Ensemble } from '../../ensemble.js'
import { evaluateSamples } from '../../evaluation.js'
import type { Parameters } from '../../parameters.js'
import { assert, assertRejects, assertSameBits, assertSameParameters, rejectionOf } from '../compare.js'
import { evaluationBatches } from '../specs/spec.js'
import type { Suite } from '../suite.js'
import { assertSameRun, introEnsemble, train, withSession } from './training.js'

export function sessionSuite(suite: Suite): void {
  const ensemble = introEnsemble()
  const testWith = (name: string, body: () => Promise<void>) => suite.testWith(name, ensemble, body)
  suite.describe('sessions', () => {
    testWith('several calls of advance equal one', () => checkChunks(suite))
    testWith('the same ensemble opened again trains the same', () => checkRepeatedOpens(suite))
    const other = introEnsemble({ kind: 'sgd', momentum: 0.5 })
    suite.testWith('two sessions open at once do not disturb each other', [ensemble, other], () =>
      checkTwoSessions(suite, other),
    )
    testWith('calls made without waiting run one after the other', () => checkQueue(suite))
    testWith('a call that fails does not stop those behind it', () => checkQueueAfterFailure(suite))
    testWith('evaluate changes no state', () => checkEvaluateChangesNothing(suite))
    testWith('arrays that were handed out belong to the caller', () => checkHandedOut(suite))
    testWith('ensemble, snapshot and batches handed in are not changed, nor shared', () => checkHandedIn(suite))
    testWith('step counts and batches that make no sense are refused, and the session stays usable', () =>
      checkBadArguments(suite),
    )
    testWith('dispose may be called twice, and every later call is refused', () => checkDispose(suite))
    testWith('dispose in the middle of a call lets it settle', () => checkDisposeDuringCall(suite))
    const { countResources } = suite
    if (countResources) testWith('resources neither grow nor stay behind', () => checkResources(suite, countResources))
  })
}

async function checkChunks(suite: Suite): Promise<void> {
  const whole = await train(suite.backend, introEnsemble(), 9)
  const pieces = await withSession(suite.backend, introEnsemble(), async (session) => {
    for (const steps of [2, 1, 4]) await session.advance(steps)
    return { progress: await session.advance(2), snapshot: await session.snapshot() }
  })
  assertSameRun(suite, suite.deterministic, pieces, whole, 'in four calls')
}

async function checkRepeatedOpens(suite: Suite): Promise<void> {
  const first = await train(suite.backend, introEnsemble(), 3)
  for (let time = 1; time <= 10; time++) {
    const again = await train(suite.backend, introEnsemble(), 3)
    assertSameRun(suite, suite.deterministic, again, first, `opened again, time ${time}`)
  }
}

async function checkTwoSessions(suite: Suite, other: Ensemble): Promise<void> {
  const expected = [await train(suite.backend, introEnsemble(), 6), await train(suite.backend, other, 6)]
  const found = await withSession(suite.backend, introEnsemble(), (one) =>
    withSession(suite.backend, other, async (two) => {
      for (let turn = 0; turn < 2; turn++) await Promise.all([one.advance(2), two.advance(2)])
      const [first, second] = await Promise.all([one.advance(2), two.advance(2)])
      return [
        { progress: first, snapshot: await one.snapshot() },
        { progress: second, snapshot: await two.snapshot() },
      ]
    }),
  )
  for (const [index, run] of found.entries()) {
    assertSameRun(suite, suite.deterministic, run, expected[index]!, `session ${index} of two`)
  }
}

async function checkQueue(suite: Suite): Promise<void> {
  const expected = await train(suite.backend, introEnsemble(), 5)
  await withSession(suite.backend, introEnsemble(), async (session) => {
    const [start, two, five, parameters, snapshot] = await Promise.all([
      session.snapshot(),
      session.advance(2),
      session.advance(3),
      session.parameters(),
      session.snapshot(),
    ])
    const steps = [start.step, two.step, five.step, snapshot.step].join()
    assert(steps === '0,2,5,5', `steps ${steps}; expected 0,2,5,5 in the order of the calls`)
    assertSameParameters(parameters, snapshot.parameters, 'parameters beside the snapshot')
    assertSameRun(suite, suite.deterministic, { progress: five, snapshot }, expected, 'without waiting')
  })
}

async function checkQueueAfterFailure(suite: Suite): Promise<void> {
  await withSession(suite.backend, introEnsemble(), async (session) => {
    const reason = new Error('not wanted')
    const failing = session.advance(2, { signal: AbortSignal.abort(reason) })
    const following = session.advance(3)
    assert((await rejectionOf(failing, 'advance with an aborted signal')) === reason, 'rejected with another reason')
    assert((await following).step === 3, 'the call behind a failed one did not make its steps')
  })
}

async function checkEvaluateChangesNothing(suite: Suite): Promise<void> {
  const ensemble = introEnsemble()
  const expected = await train(suite.backend, ensemble, 6)
  await withSession(suite.backend, ensemble, async (session) => {
    await session.advance(4)
    const before = await session.snapshot()
    for (const gradients of [true, false, true]) await session.evaluate(evaluationBatches(ensemble), { gradients })
    const after = await session.snapshot()
    assert(after.step === before.step, `evaluate moved the step from ${before.step} to ${after.step}`)
    for (const kind of ['parameters', 'firstMoments', 'secondMoments'] as const) {
      assertSameParameters(after[kind], before[kind], `${kind} after evaluate`)
    }
    const run = { progress: await session.advance(2), snapshot: await session.snapshot() }
    assertSameRun(suite, suite.deterministic, run, expected, 'training on after evaluate')
  })
}

async function checkHandedOut(suite: Suite): Promise<void> {
  const ensemble = introEnsemble()
  const batches = evaluationBatches(ensemble)
  const expected = await train(suite.backend, ensemble, 5)
  await withSession(suite.backend, ensemble, async (session) => {
    const progress = await session.advance(2)
    const parameters = await session.parameters()
    const snapshot = await session.snapshot()
    const evaluation = await session.evaluate(batches, { gradients: true })
    const kept = structuredClone({ progress, parameters, snapshot, evaluation })
    await session.advance(1)
    await session.evaluate(batches, { gradients: true })
    assertSameBits(progress.losses, kept.progress.losses, 'losses, after further steps')
    assertSameParameters(parameters, kept.parameters, 'parameters, after further steps')
    for (const kind of ['parameters', 'firstMoments', 'secondMoments'] as const) {
      assertSameParameters(snapshot[kind], kept.snapshot[kind], `snapshot.${kind}, after further steps`)
    }
    assertSameBits(evaluation.losses, kept.evaluation.losses, 'evaluation.losses, after further steps')
    assertSameBits(evaluation.errors, kept.evaluation.errors, 'evaluation.errors, after further steps')
    assertSameParameters(evaluation.gradients!, kept.evaluation.gradients!, 'gradients, after further steps')

    for (const losses of [progress.losses, evaluation.losses, evaluation.errors]) losses.fill(Number.NaN)
    for (const tensors of [parameters, snapshot.parameters, snapshot.firstMoments, snapshot.secondMoments])
      spoil(tensors)
    spoil(evaluation.gradients!)
    const run = { progress: await session.advance(2), snapshot: await session.snapshot() }
    assertSameRun(suite, suite.deterministic, run, expected, 'after the caller wrote into the arrays')
  })
}

async function checkHandedIn(suite: Suite): Promise<void> {
  const ensemble = introEnsemble()
  const { snapshot } = await train(suite.backend, ensemble, 2)
  const expected = await train(suite.backend, ensemble, 3, snapshot)
  const batches = evaluationBatches(ensemble)
  const before = JSON.stringify([ensemble, snapshot, batches])
  const handedIn = structuredClone(snapshot)
  const session = await suite.backend.open(ensemble, { snapshot: handedIn })
  for (const kind of ['parameters', 'firstMoments', 'secondMoments'] as const) spoil(handedIn[kind])
  await session.evaluate(batches, { gradients: true })
  const run = { progress: await session.advance(3), snapshot: await session.snapshot() }
  await session.dispose()
  assertSameRun(suite, suite.deterministic, run, expected, 'after the caller wrote into the snapshot')
  assert(JSON.stringify([ensemble, snapshot, batches]) === before, 'ensemble, snapshot or batches were changed')
}

async function checkBadArguments(suite: Suite): Promise<void> {
  const ensemble = introEnsemble()
  const batches = evaluationBatches(ensemble)
  await withSession(suite.backend, ensemble, async (session) => {
    for (const steps of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      await rejectionOf(session.advance(steps), `advance(${steps})`)
    }
    await rejectionOf(session.evaluate(batches.slice(1)), 'evaluate with a batch missing')
    const wide = batches.map((batch) => ({ ...batch, featureCount: batch.featureCount + 1 }))
    await rejectionOf(session.evaluate(wide), 'evaluate with batches of another feature count')
    assert((await session.advance(1)).step === 1, 'a refused call moved the session')
  })
}

async function checkDispose(suite: Suite): Promise<void> {
  const ensemble = introEnsemble()
  const session = await suite.backend.open(ensemble)
  await session.advance(1)
  await Promise.all([session.dispose(), session.dispose()])
  await session.dispose()
  const calls: Readonly<Record<string, (session: Session) => Promise<unknown>>> = {
    advance: (disposed) => disposed.advance(1),
    evaluate: (disposed) => disposed.evaluate(evaluationBatches(ensemble)),
    evaluateSamples: (disposed) => evaluateSamples(disposed, ensemble, { sampleCount: 1 }),
    parameters: (disposed) => disposed.parameters(),
    snapshot: (disposed) => disposed.snapshot(),
  }
  for (const [name, call] of Object.entries(calls)) {
    await assertRejects(call(session), 'SessionDisposedError', `${name} after dispose`)
  }
}

async function checkDisposeDuringCall(suite: Suite): Promise<void> {
  const session = await suite.backend.open(introEnsemble())
  const running = session.advance(3)
  const outcome = running.then(
    ({ step }) => `step ${step}`,
    (reason) => (reason as Error).name,
  )
  await session.dispose()
  const found = await outcome
  assert(found === 'step 3' || found === 'SessionDisposedError', `the running call ended with ${found}`)
}

async function checkResources(suite: Suite, count: () => number): Promise<void> {
  const ensemble = introEnsemble()
  const work = async (session: Session) => {
    await session.advance(1)
    await session.evaluate(evaluationBatches(ensemble), { gradients: true })
    await session.parameters()
    await session.snapshot()
  }
  // Engines keep some things from their first session on (kernels, constants); what comes after must come back.
  await withSession(suite.backend, ensemble, work)
  const before = count()
  for (let time = 0; time < 5; time++) {
    await withSession(suite.backend, ensemble, async (session) => {
      await work(session)
      const held = count()
      for (let turn = 0; turn < 5; turn++) await work(session)
      assert(count() <= held, `resources grow while training: from ${held} to ${count()}`)
    })
  }
  assert(count() <= before, `resources stay behind after dispose: ${count()}; expected ${before}`)
}

function spoil(parameters: Parameters): void {
  for (const { values } of Object.values(parameters)) values.fill(Number.NaN)
}
