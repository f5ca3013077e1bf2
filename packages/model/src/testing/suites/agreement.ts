/** Numbers against the float64 reference, for ensembles that cover every option and many sizes. */
import type { Evaluation, Session, Snapshot } from '../../backend.js'
import type { Ensemble } from '../../ensemble.js'
import { initialParameters } from '../../initial-parameters.js'
import type { Parameters } from '../../parameters.js'
import { reference } from '../../reference.js'
import { assert, assertClose, assertParametersClose, assertSameBits, assertSameShapes } from '../compare.js'
import { combinationSpecs } from '../specs/combinations.js'
import { optionSpecs } from '../specs/options.js'
import { sizeSpecs } from '../specs/sizes.js'
import { evaluationBatches, type Spec } from '../specs/spec.js'
import type { Suite } from '../suite.js'
import { withSession } from './training.js'

export function agreementSuite(suite: Suite): void {
  const groups = { 'model options': combinationSpecs(), 'other options': optionSpecs(), sizes: sizeSpecs() }
  for (const [group, specs] of Object.entries(groups)) {
    suite.describe(`agreement with the reference: ${group}`, () => {
      for (const spec of specs) {
        suite.testWith(`initial values, loss and gradient: ${spec.name}`, spec.ensemble, () => checkStart(suite, spec))
        suite.testWith(`training: ${spec.name}`, spec.ensemble, () => checkTraining(suite, spec))
      }
    })
  }
}

async function checkStart(suite: Suite, { ensemble }: Spec): Promise<void> {
  await withSession(suite.backend, ensemble, async (session) => {
    const found = await session.parameters()
    const shared = initialParameters(ensemble)
    assertSameShapes(found, shared, 'initial parameters')
    for (const [name, { values }] of Object.entries(shared)) {
      assertSameBits(Float32Array.from(found[name]!.values), Float32Array.from(values), `initial ${name}`)
    }
    const batches = evaluationBatches(ensemble)
    const expected = await withSession(reference(), ensemble, (judge) => judge.evaluate(batches, { gradients: true }))
    assertEvaluation(suite, await session.evaluate(batches, { gradients: true }), expected, 'at the start')
    const bare = await session.evaluate(batches)
    assertClose(bare.losses, expected.losses, suite.tolerance, 'losses, without gradients asked')
    assert(bare.gradients === undefined, 'evaluate gave gradients that nobody asked for')
  })
}

async function checkTraining(suite: Suite, { ensemble, steps }: Spec): Promise<void> {
  await withSession(suite.backend, ensemble, async (session) => {
    await withSession(reference(), ensemble, async (judge) => {
      for (let step = 1; step <= steps; step++) await checkStep(suite, session, judge, step)
      assertSnapshot(suite, ensemble, await session.snapshot(), await judge.snapshot(), `after ${steps} steps`)
    })
    // From here on the reference starts at the backend's own state, so that no earlier deviation enters.
    const snapshot = await session.snapshot()
    const afresh = async (judge: Session) => {
      const batches = evaluationBatches(ensemble)
      const expected = await judge.evaluate(batches, { gradients: true })
      assertEvaluation(suite, await session.evaluate(batches, { gradients: true }), expected, 'after training')
      await checkStep(suite, session, judge, steps + 1)
      const [found, right] = [await session.snapshot(), await judge.snapshot()]
      assertSnapshot(suite, ensemble, found, right, 'after one step from equal state')
    }
    await withSession(reference(), ensemble, afresh, snapshot)
  })
}

async function checkStep(suite: Suite, session: Session, judge: Session, step: number): Promise<void> {
  const [found, expected] = await Promise.all([session.advance(1), judge.advance(1)])
  assert(found.step === step, `progress.step: ${found.step}; expected ${step}`)
  assert(found.diverged.length === 0, `diverged: members ${found.diverged.map(({ member }) => member)}; expected none`)
  // Members one by one: their losses may be orders of magnitude apart.
  for (const [member, loss] of expected.losses.entries()) {
    assertClose([found.losses[member]!], [loss], suite.tolerance, `loss of step ${step - 1}, member ${member}`)
  }
  assert(found.losses.length === expected.losses.length, `${found.losses.length} losses; expected one per member`)
}

function assertEvaluation(suite: Suite, found: Evaluation, expected: Evaluation, when: string): void {
  const { tolerance } = suite
  const memberCount = expected.losses.length
  const featureCount = expected.errors.length / memberCount
  assert(found.losses.length === memberCount, `${found.losses.length} losses; expected ${memberCount}`)
  assert(found.errors.length === expected.errors.length, `${found.errors.length} errors; expected [member, feature]`)
  for (let member = 0; member < memberCount; member++) {
    const subject = `${when}, member ${member}`
    assertClose([found.losses[member]!], [expected.losses[member]!], tolerance, `loss ${subject}`)
    const [start, end] = [member * featureCount, (member + 1) * featureCount]
    assertClose(found.errors.subarray(start, end), expected.errors.subarray(start, end), tolerance, `errors ${subject}`)
  }
  assert(found.gradients !== undefined, `no gradients ${when}, though asked for`)
  assertParametersClose(found.gradients, expected.gradients as Parameters, tolerance, `gradients ${when}`)
}

function assertSnapshot(suite: Suite, ensemble: Ensemble, found: Snapshot, expected: Snapshot, when: string): void {
  const { relative, absolute } = suite.tolerance
  assert(found.step === expected.step, `snapshot.step ${when}: ${found.step}; expected ${expected.step}`)
  for (const kind of ['firstMoments', 'secondMoments'] as const) {
    assertParametersClose(found[kind], expected[kind], suite.tolerance, `${kind} ${when}`)
  }
  // Adam divides by the size of the gradient. Where a gradient is near 0 its rounding decides part of a whole step.
  const largestRate = Math.max(...ensemble.members.map((member) => member.learningRate))
  const slack = ensemble.optimizer.kind === 'sgd' ? 0 : 200 * relative * largestRate
  const tolerance = { relative, absolute: absolute + slack }
  assertParametersClose(found.parameters, expected.parameters, tolerance, `parameters ${when}`)
}
