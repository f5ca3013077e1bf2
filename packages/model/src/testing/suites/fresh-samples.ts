/** Evaluation on fresh samples: the same numbers as on the same samples in batches, for every law; seeds, abort, no change of state. */
import type { Evaluation, EvaluationOptions, Session } from '../../backend.js'
import { defineEnsemble } from '../../define-ensemble.js'
import type { Ensemble } from '../../ensemble.js'
import { evaluateSamples } from '../../evaluation.js'
import { assert, assertClose, assertSameParameters, rejectionOf } from '../compare.js'
import { sampleSpecs } from '../specs/options.js'
import { sizeSpecs } from '../specs/sizes.js'
import type { Suite } from '../suite.js'
import { assertSameRun, introEnsemble, introMembers, train, withSession } from './training.js'

/** One sample, an odd number, and a page with a part of another. */
const sampleCounts = [1, 7, 1100]

/** Both ways evaluate the same samples, so only the order of sums differs. */
const tolerance = { relative: 1e-6, absolute: 1e-12 }

/** An engine that never listens to an abort fails the test when it is through with this. */
const workInMilliseconds = 1000

export function freshSampleSuite(suite: Suite): void {
  suite.describe('fresh samples', () => {
    for (const { name, ensemble } of [...sampleSpecs(), ...wideSpecs()]) {
      suite.testWith(`fresh samples: ${name}`, ensemble, () => checkSameAsBatches(suite, ensemble))
    }
    const testWith = (name: string, body: () => Promise<void>) => suite.testWith(name, introEnsemble(), body)
    testWith('fresh samples: from one seed for all members, or by other laws', () => checkSeedAndLaws(suite))
    testWith('fresh samples: evaluating them changes no state', () => checkNoChange(suite))
    testWith('fresh samples: counts and seeds that make no sense are refused', () => checkBadOptions(suite))
    testWith('fresh samples: progress is told, and an abort is heard between pages', () => checkAbort(suite))
  })
}

function wideSpecs() {
  return sizeSpecs().filter(({ ensemble }) => ensemble.model.featureCount >= 17)
}

/** Samples in batches, which every session is given page by page. */
function inBatches(session: Session, ensemble: Ensemble, options: EvaluationOptions): Promise<Evaluation> {
  return evaluateSamples({ evaluate: (batches) => session.evaluate(batches) }, ensemble, options)
}

async function checkSameAsBatches(suite: Suite, ensemble: Ensemble): Promise<void> {
  await withSession(suite.backend, ensemble, async (session) => {
    await session.advance(2)
    for (const sampleCount of sampleCounts) {
      const found = await evaluateSamples(session, ensemble, { sampleCount })
      const expected = await inBatches(session, ensemble, { sampleCount })
      assertSameEvaluation(found, expected, `${sampleCount} fresh samples`)
    }
  })
}

async function checkSeedAndLaws(suite: Suite): Promise<void> {
  const ensemble = introEnsemble()
  const members = introMembers.map((member) => ({ ...member, data: { kind: 'exactly', activeCount: 2 } as const }))
  const other = introEnsemble({}, members)
  await withSession(suite.backend, ensemble, async (session) => {
    for (const [subject, judged, seed] of [
      ['of seed 5', ensemble, 5],
      ['of a seed beyond 32 bits', ensemble, 2 ** 40 + 1],
      ['by other laws', other, undefined],
      ['by other laws, of seed 5', other, 5],
    ] as const) {
      const found = await evaluateSamples(session, judged, { sampleCount: 50, seed })
      const expected = await inBatches(session, judged, { sampleCount: 50, seed })
      assertSameEvaluation(found, expected, `fresh samples ${subject}`)
    }
  })
}

async function checkNoChange(suite: Suite): Promise<void> {
  const ensemble = introEnsemble()
  const expected = await train(suite.backend, ensemble, 6)
  await withSession(suite.backend, ensemble, async (session) => {
    await session.advance(4)
    const before = await session.snapshot()
    const first = await evaluateSamples(session, ensemble, { sampleCount: 1100 })
    const second = await evaluateSamples(session, ensemble, { sampleCount: 1100 })
    assertSameEvaluation(second, first, 'the same fresh samples again')
    const after = await session.snapshot()
    assert(after.step === before.step, `evaluating moved the step from ${before.step} to ${after.step}`)
    for (const kind of ['parameters', 'firstMoments', 'secondMoments'] as const) {
      assertSameParameters(after[kind], before[kind], `${kind} after an evaluation`)
    }
    const run = { progress: await session.advance(2), snapshot: await session.snapshot() }
    assertSameRun(suite, suite.deterministic, run, expected, 'training on after an evaluation')
  })
}

async function checkBadOptions(suite: Suite): Promise<void> {
  const ensemble = introEnsemble()
  const narrow = defineEnsemble({
    model: { featureCount: 4, hiddenSize: 2 },
    members: { count: 3, seed: 1, data: { probability: 1 } },
  })
  await withSession(suite.backend, ensemble, async (session) => {
    for (const sampleCount of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      await rejectionOf(evaluateSamples(session, ensemble, { sampleCount }), `${sampleCount} fresh samples`)
    }
    for (const seed of [-1, 0.5, 2 ** 53]) {
      await rejectionOf(evaluateSamples(session, ensemble, { sampleCount: 1, seed }), `fresh samples of seed ${seed}`)
    }
    await rejectionOf(evaluateSamples(session, narrow, { sampleCount: 1 }), 'an ensemble of another feature count')
    assert((await session.advance(1)).step === 1, 'a refused call moved the session')
  })
}

async function checkAbort(suite: Suite): Promise<void> {
  const ensemble = introEnsemble()
  await withSession(suite.backend, ensemble, async (session) => {
    const told: number[] = []
    const start = performance.now()
    const sampleCount = 5000
    const onProgress = (samples: number) => void told.push(samples)
    const expected = await evaluateSamples(session, ensemble, { sampleCount, onProgress })
    const ascending = told.every((samples, k) => samples > (told[k - 1] ?? 0))
    assert(ascending && told.at(-1) === sampleCount, `told of ${told} samples; expected them to rise to ${sampleCount}`)

    const reason = new Error('enough')
    const aborted = { sampleCount: 1, signal: AbortSignal.abort(reason) }
    const early = await rejectionOf(evaluateSamples(session, ensemble, aborted), 'an aborted evaluation')
    assert(early === reason, `rejected with ${early}; expected the signal's own reason`)

    const milliseconds = Math.max(0.1, performance.now() - start)
    const controller = new AbortController()
    const options = {
      sampleCount: Math.ceil((sampleCount * Math.max(workInMilliseconds, 4 * milliseconds)) / milliseconds),
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    }
    const late = await rejectionOf(evaluateSamples(session, ensemble, options), 'an evaluation aborted in the middle')
    assert(late === reason, `rejected with ${late}; expected the signal's own reason`)
    assertSameEvaluation(await evaluateSamples(session, ensemble, { sampleCount }), expected, 'after an abort')
  })
}

function assertSameEvaluation(found: Evaluation, expected: Evaluation, what: string): void {
  const memberCount = expected.losses.length
  const featureCount = expected.errors.length / memberCount
  assert(found.losses.length === memberCount, `${what}: ${found.losses.length} losses; expected ${memberCount}`)
  assert(
    found.errors.length === expected.errors.length,
    `${what}: ${found.errors.length} errors; expected [member, feature]`,
  )
  for (let member = 0; member < memberCount; member++) {
    const subject = `${what}, member ${member}`
    assertClose([found.losses[member]!], [expected.losses[member]!], tolerance, `loss on ${subject}`)
    const [start, end] = [member * featureCount, (member + 1) * featureCount]
    assertClose(
      found.errors.subarray(start, end),
      expected.errors.subarray(start, end),
      tolerance,
      `errors on ${subject}`,
    )
  }
}
