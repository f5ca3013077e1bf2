/**
 * Replays recorded optimizer steps on a backend and measures how far it is from what was recorded. A subpath of its own
 * (`@digon/model/replay`), free of the recorded steps themselves, so that a command line can replay any file.
 */
import type { Backend, Session } from '../backend.js'
import { createBatchSource } from '../batch-source.js'
import type { Parameters } from '../parameters.js'
import type { ReplayCase } from './replay-format.js'

export { InvalidReplayError } from './invalid-replay-error.js'
export { parseReplay, type Replay, type ReplayCase, type ReplayedMember } from './replay-format.js'

/** Largest deviations of a case, or their limits. */
export interface ReplayError {
  /** |a − b| / max(|b|, 1e-6) of the losses, worst step and member. */
  readonly losses: number
  /** max |a − b| / max |b| of a tensor of the first gradients, worst tensor and member. */
  readonly gradients: number
  /** The same of the final parameters. */
  readonly parameters: number
}

/** How far a backend is from what was recorded for one case. */
export interface ReplayResult {
  readonly name: string
  readonly supported: boolean
  /** Why not, when it is not supported. */
  readonly reason?: string
  /** NaN (in JSON null) when the case is not supported; Infinity when the backend gave a number that is not finite. */
  readonly relativeError: ReplayError
  /** Whether every deviation is within `replayLimits`. False when the case is not supported. */
  readonly holds: boolean
}

/** What still counts as the same steps: 1e-9 in float64, else float32's own rounding. */
export function replayLimits(backend: Backend): ReplayError {
  return backend.arithmetic === 'float64'
    ? { losses: 1e-9, gradients: 1e-9, parameters: 1e-9 }
    : { losses: 1e-5, gradients: 1e-4, parameters: 1e-4 }
}

/** Runs the steps of one case on a backend. Rejects when the backend is not available. */
export async function replayCase(backend: Backend, replayed: ReplayCase): Promise<ReplayResult> {
  const { name, ensemble } = replayed
  const support = backend.supports(ensemble)
  if (!support.supported) {
    const relativeError = { losses: Number.NaN, gradients: Number.NaN, parameters: Number.NaN }
    return { name, supported: false, reason: support.reason, relativeError, holds: false }
  }
  const session = await backend.open(ensemble)
  try {
    const relativeError = await measure(session, replayed)
    const limits = replayLimits(backend)
    const holds =
      relativeError.losses <= limits.losses &&
      relativeError.gradients <= limits.gradients &&
      relativeError.parameters <= limits.parameters
    return { name, supported: true, relativeError, holds }
  } finally {
    await session.dispose()
  }
}

async function measure(session: Session, { ensemble, steps, expected }: ReplayCase): Promise<ReplayError> {
  const batchOf = createBatchSource(ensemble)
  const firstBatches = ensemble.members.map((_, member) => batchOf(member, 0))
  const { gradients } = await session.evaluate(firstBatches, { gradients: true })
  const lossErrors: number[] = []
  for (let step = 0; step < steps; step++) {
    const { losses } = await session.advance(1)
    for (const [member, { losses: recorded }] of expected.entries()) {
      lossErrors.push(Math.abs(losses[member]! - recorded[step]!) / Math.max(Math.abs(recorded[step]!), 1e-6))
    }
  }
  return {
    losses: worst(lossErrors),
    gradients: tensorError(
      gradients ?? {},
      expected.map((member) => member.firstGradients),
    ),
    parameters: tensorError(
      await session.parameters(),
      expected.map((member) => member.final),
    ),
  }
}

/** The worst max |a − b| / max |b| over all tensors and members. A tensor recorded as 0 throughout must be 0. */
function tensorError(found: Parameters, recorded: readonly Parameters[]): number {
  const errors = recorded.flatMap((tensors, member) =>
    Object.entries(tensors).map(([name, { values }]) => {
      const own = found[name]?.values.subarray(member * values.length, (member + 1) * values.length)
      if (own?.length !== values.length) return Number.POSITIVE_INFINITY
      const difference = worst(Array.from(values, (value, k) => Math.abs(own[k]! - value)))
      const size = worst(Array.from(values, Math.abs))
      return difference === 0 ? 0 : difference / size
    }),
  )
  return worst(errors)
}

/** The largest number; Infinity when one is NaN, so that NaN can never pass for a small error. */
function worst(errors: readonly number[]): number {
  return errors.reduce(
    (largest, error) => (Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(largest, error)),
    0,
  )
}
