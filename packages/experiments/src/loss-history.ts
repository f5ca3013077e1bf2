/** Which steps a loss curve needs, and the curves of one set of restarts. */
import type { TrainedEnsemble } from './experiment.js'

/** Training losses over steps, for drawing. Plain JSON. */
export interface LossHistory {
  readonly steps: readonly number[]
  /** `[restart][point]`, the restart that ended best first. */
  readonly losses: readonly (readonly number[])[]
}

/** Steps from 1 up to, not including, `steps`, evenly spaced on a logarithmic axis, at most `count`, without repeats. */
export function logarithmicSteps(steps: number, count = 60): readonly number[] {
  const last = steps - 1
  if (last < 1) return []
  return [...new Set(Array.from({ length: count }, (_, k) => Math.round(last ** (k / (count - 1)))))]
}

/** @param members of the ensemble, the best one first. */
export function lossHistory(trained: TrainedEnsemble, members: readonly number[]): LossHistory {
  return {
    steps: trained.history.map(({ step }) => step),
    losses: members.map((member) => trained.history.map(({ losses }) => losses[member]!)),
  }
}
