/** Sets of restarts: the unit of evidence. One run is an anecdote, so all are kept and their spread is told. */
import type { TrainedEnsemble } from './experiment.js'

/** Losses of restarts that differ in nothing but their seed. Plain JSON. */
export interface LossStatistics {
  readonly best: number
  readonly median: number
  /** Worst minus best. */
  readonly spread: number
  /** Restarts that these numbers come from. */
  readonly count: number
  /** Restarts left out because their loss stopped being finite. */
  readonly diverged: number
}

/** Those of the given members that did not diverge and have a finite loss on fresh samples, in the same order. */
export function soundMembers(trained: TrainedEnsemble, members: readonly number[]): readonly number[] {
  const diverged = new Set(trained.diverged.map(({ member }) => member))
  return members.filter((member) => !diverged.has(member) && Number.isFinite(trained.evaluation.losses[member]))
}

/**
 * @param losses of the restarts that did not diverge.
 * @param restarts how many there were in all.
 * @throws {RangeError} when there is no loss: nothing can be said about restarts that all diverged.
 */
export function lossStatistics(losses: readonly number[], restarts: number): LossStatistics {
  const sorted = [...losses].sort((a, b) => a - b)
  if (sorted.length === 0)
    throw new RangeError(`invalid restarts: all ${restarts} diverged; expected at least one sound`)
  return {
    best: sorted[0]!,
    median: median(sorted),
    spread: sorted.at(-1)! - sorted[0]!,
    count: sorted.length,
    diverged: restarts - sorted.length,
  }
}

/** The middle one of numbers in any order, or the mean of the two middle ones; NaN for none. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2
}
