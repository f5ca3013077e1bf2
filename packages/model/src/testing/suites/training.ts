/** The small ensembles that the session tests train, and shorthands for training them. */
import type { Backend, Progress, Session, Snapshot } from '../../backend.js'
import { defineEnsemble } from '../../define-ensemble.js'
import type { Ensemble } from '../../ensemble.js'
import type { MemberDescription, OptimizerDescription } from '../../ensemble-description.js'
import { assertClose, assertParametersClose, assertSameBits, assertSameParameters } from '../compare.js'
import type { Suite } from '../suite.js'

export const introMembers: readonly MemberDescription[] = [
  { seed: 1, data: { probability: 1 } },
  { seed: 2, data: { probability: 0.3 }, learningRate: 0.02, importance: { base: 0.7 } },
  { seed: 3, data: { probability: 0.05 }, weightDecay: 0.2, frozenFeatures: [1] },
]

/** Three unlike members of the paper's smallest model (§2). */
export function introEnsemble(
  optimizer: OptimizerDescription = {},
  members: readonly MemberDescription[] = introMembers,
): Ensemble {
  return defineEnsemble({ model: { featureCount: 5, hiddenSize: 2 }, optimizer, batchSize: 24, members })
}

/** Opens a session, hands it over, and disposes of it whatever happens. */
export async function withSession<T>(
  backend: Backend,
  ensemble: Ensemble,
  use: (session: Session) => Promise<T>,
  snapshot?: Snapshot,
): Promise<T> {
  const session = await backend.open(ensemble, snapshot ? { snapshot } : {})
  try {
    return await use(session)
  } finally {
    await session.dispose()
  }
}

export interface Trained {
  readonly progress: Progress
  readonly snapshot: Snapshot
}

/** Trains from the start, or from a snapshot, for this many steps (≥ 1). */
export function train(backend: Backend, ensemble: Ensemble, steps: number, snapshot?: Snapshot): Promise<Trained> {
  const run = async (session: Session) => ({
    progress: await session.advance(steps),
    snapshot: await session.snapshot(),
  })
  return withSession(backend, ensemble, run, snapshot)
}

/** Two runs that should be one: the same bits when `exact`, else within the suite's tolerance. Moments included. */
export function assertSameRun(suite: Suite, exact: boolean, found: Trained, expected: Trained, what: string): void {
  if (found.snapshot.step !== expected.snapshot.step || found.progress.step !== expected.progress.step) {
    throw new Error(`${what}: at step ${found.snapshot.step}; expected ${expected.snapshot.step}`)
  }
  const { losses } = expected.progress
  if (exact) assertSameBits(found.progress.losses, losses, `${what}: losses`)
  else assertClose(found.progress.losses, losses, suite.tolerance, `${what}: losses`)
  for (const kind of ['parameters', 'firstMoments', 'secondMoments'] as const) {
    const subject = `${what}: ${kind}`
    if (exact) assertSameParameters(found.snapshot[kind], expected.snapshot[kind], subject)
    else assertParametersClose(found.snapshot[kind], expected.snapshot[kind], suite.tolerance, subject)
  }
}
