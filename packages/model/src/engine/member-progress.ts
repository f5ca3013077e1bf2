/** How far each member of a session has come: its last finite loss, and the step at which it diverged. */
import type { Divergence, Progress, Snapshot } from '../backend.js'
import type { Ensemble } from '../ensemble.js'

/** How far one member is. */
export interface MemberProgress {
  /** The last finite loss; NaN before the first. */
  readonly loss: number
  /** The step at which the member diverged: it is frozen since. */
  readonly divergedStep: number | undefined
}

/** `[member]`: how a session begins, anew or from a snapshot that fits the ensemble. */
export function startingProgress({ members }: Ensemble, snapshot: Snapshot | undefined): MemberProgress[] {
  const divergedSteps = new Map(snapshot?.diverged.map(({ member, step }) => [member, step]))
  return members.map((_, member) => ({ loss: Number.NaN, divergedStep: divergedSteps.get(member) }))
}

/**
 * What becomes of a member that had not diverged before this step. The step holds when the result has no `divergedStep`;
 * otherwise parameters and moments must stay as they were.
 *
 * @param loss of the step, on its batch, before its update.
 * @param updateIsFinite whether every parameter after the update is finite.
 */
export function progressAfter(
  before: MemberProgress,
  step: number,
  loss: number,
  updateIsFinite: boolean,
): MemberProgress {
  if (!Number.isFinite(loss)) return { loss: before.loss, divergedStep: step }
  return { loss, divergedStep: updateIsFinite ? undefined : step }
}

/** What `Session.advance` resolves to. @param step the one that would come next. */
export function progressOf(step: number, members: readonly MemberProgress[]): Progress {
  return { step, losses: Float64Array.from(members, ({ loss }) => loss), diverged: divergencesOf(members) }
}

/** All divergences so far, in the order of steps, then of members. */
export function divergencesOf(members: readonly MemberProgress[]): readonly Divergence[] {
  return members
    .flatMap(({ divergedStep }, member) => (divergedStep === undefined ? [] : [{ member, step: divergedStep }]))
    .sort((a, b) => a.step - b.step || a.member - b.member)
}
