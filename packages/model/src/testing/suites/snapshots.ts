/** Stopping and going on: resuming, live edits, exchange between engines, and snapshots that do not fit. */
import type { Snapshot } from '../../backend.js'
import type { Ensemble } from '../../ensemble.js'
import type { Parameters } from '../../parameters.js'
import { reference } from '../../reference.js'
import { assert, assertParametersClose, assertRejects, assertSameParameters, assertSameShapes } from '../compare.js'
import type { Suite } from '../suite.js'
import { assertSameRun, introEnsemble, introMembers, train, withSession } from './training.js'

const optimizers = {
  'adamw on a schedule': { schedule: { kind: 'cosine', warmUpSteps: 3, totalSteps: 20 } },
  adam: { kind: 'adam' },
  'sgd with momentum': { kind: 'sgd', momentum: 0.9 },
  'plain sgd': { kind: 'sgd' },
} as const

export function snapshotSuite(suite: Suite): void {
  suite.describe('snapshots', () => {
    for (const [name, optimizer] of Object.entries(optimizers)) {
      const ensemble = introEnsemble(optimizer)
      suite.testWith(`resumed at any step equals uninterrupted: ${name}`, ensemble, () => checkResume(suite, ensemble))
      suite.testWith(`a snapshot holds step, parameters and moments: ${name}`, ensemble, () =>
        checkContent(suite, ensemble),
      )
      suite.testWith(`a snapshot goes on in the reference and back: ${name}`, ensemble, () =>
        checkExchange(suite, ensemble),
      )
    }
    suite.testWith(
      'a live edit of probabilities, rates, penalty and seed takes effect at once',
      [introEnsemble(), editedEnsemble()],
      () => checkEdit(suite),
    )
    suite.testWith('a weight changed in a snapshot is the weight that training goes on from', introEnsemble(), () =>
      checkDraggedWeight(suite),
    )
    suite.testWith('a snapshot of another shape is refused', introEnsemble(), () => checkMismatch(suite))
  })
}

async function checkResume(suite: Suite, ensemble: Ensemble): Promise<void> {
  const uninterrupted = await train(suite.backend, ensemble, 12)
  for (const stop of [1, 5, 11]) {
    const { snapshot } = await train(suite.backend, ensemble, stop)
    const resumed = await train(suite.backend, ensemble, 12 - stop, structuredClone(snapshot))
    assertSameRun(suite, suite.deterministic, resumed, uninterrupted, `stopped at step ${stop} of 12`)
  }
}

async function checkContent(suite: Suite, ensemble: Ensemble): Promise<void> {
  const { snapshot } = await train(suite.backend, ensemble, 4)
  const expected = (await train(reference(), ensemble, 4)).snapshot
  assert(snapshot.step === 4, `snapshot.step: ${snapshot.step}; expected 4`)
  assert(snapshot.diverged.length === 0, 'snapshot.diverged is not empty')
  for (const kind of ['parameters', 'firstMoments', 'secondMoments'] as const) {
    assertSameShapes(snapshot[kind], expected[kind], `snapshot.${kind}`)
  }
}

async function checkExchange(suite: Suite, ensemble: Ensemble): Promise<void> {
  const expected = await train(reference(), ensemble, 9)
  const { snapshot: own } = await train(suite.backend, ensemble, 3)
  const { snapshot: others } = await train(reference(), ensemble, 3, own)
  const back = await train(suite.backend, ensemble, 3, others)
  for (const kind of ['parameters', 'firstMoments', 'secondMoments'] as const) {
    assertParametersClose(back.snapshot[kind], expected.snapshot[kind], suite.tolerance, `${kind} there and back`)
  }
}

function editedEnsemble(): Ensemble {
  return introEnsemble({ beta2: 0.9 }, [
    { ...introMembers[0], data: { probability: 0.2 } },
    { ...introMembers[1], learningRate: 0.1, hiddenL1: 0.05, frozenFeatures: [0] },
    { ...introMembers[2], seed: 99, importance: [5, 0, 1, 1, 1], frozenFeatures: [] },
  ])
}

async function checkEdit(suite: Suite): Promise<void> {
  const { snapshot } = await train(suite.backend, introEnsemble(), 4)
  const edited = editedEnsemble()
  const found = await train(suite.backend, edited, 3, snapshot)
  assertSameRun(suite, false, found, await train(reference(), edited, 3, snapshot), 'after the edit')
}

async function checkDraggedWeight(suite: Suite): Promise<void> {
  const ensemble = introEnsemble()
  const { snapshot } = await train(suite.backend, ensemble, 4)
  const values = snapshot.parameters.weights!.values.slice()
  values[3] = 0.75
  values[values.length - 1] = -1.5
  const dragged: Snapshot = {
    ...snapshot,
    parameters: { ...snapshot.parameters, weights: { ...snapshot.parameters.weights!, values } },
  }
  const opened = await withSession(suite.backend, ensemble, (session) => session.parameters(), dragged)
  assertSameParameters(opened, dragged.parameters, 'parameters as dragged')
  const found = await train(suite.backend, ensemble, 3, dragged)
  assertSameRun(suite, false, found, await train(reference(), ensemble, 3, dragged), 'after the drag')
}

async function checkMismatch(suite: Suite): Promise<void> {
  const ensemble = introEnsemble()
  const { snapshot } = await train(suite.backend, ensemble, 1)
  const { weights, ...withoutWeights } = snapshot.parameters
  const [members, ...shape] = weights!.shape
  const wrong: Readonly<Record<string, Snapshot>> = {
    'of fewer members': (await train(suite.backend, introEnsemble({}, introMembers.slice(1)), 1)).snapshot,
    'without weights': { ...snapshot, parameters: withoutWeights },
    'of another hidden size': replaceWeights(snapshot, [members!, shape[0]!, shape[1]! + 1]),
    'with axes exchanged': replaceWeights(snapshot, [members!, shape[1]!, shape[0]!]),
    'without moments': { ...snapshot, firstMoments: {}, secondMoments: {} },
  }
  for (const [what, snapshot] of Object.entries(wrong)) {
    await assertRejects(suite.backend.open(ensemble, { snapshot }), 'SnapshotMismatchError', `a snapshot ${what}`)
  }
}

function replaceWeights(snapshot: Snapshot, shape: readonly number[]): Snapshot {
  const size = shape.reduce((product, length) => product * length, 1)
  const weights = { shape, values: new Float32Array(size) }
  const parameters: Parameters = { ...snapshot.parameters, weights }
  return { ...snapshot, parameters }
}
