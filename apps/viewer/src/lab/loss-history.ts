/** The points of the loss curves: bounded in number, evenly spread over the logarithm of the steps, as the axis is. */
import type { Frame } from '../training/frame.js'
import { upTo } from './frame-ring.js'

export interface LossPoint {
  readonly step: number
  /** Changes made before it; losses before and after a change may not compare. */
  readonly changeCount: number
  /** `[restart]` */
  readonly losses: readonly number[]
}

export type LossHistory = readonly LossPoint[]

/** Two points differ by this factor of steps at least: some 400 of them up to a million steps. */
const nearestSteps = 1.02

/** With the frame's losses; the same history when the frame is too near to the last point. */
export function extendHistory(whole: LossHistory, { step, changeCount, losses }: Frame): LossHistory {
  const history = upTo(whole, { step })
  const last = history.at(-1)
  const isNear =
    last !== undefined && changeCount === last.changeCount && step < Math.max(last.step + 1, last.step * nearestSteps)
  // Before the first step no restart has a loss; later one may have run away, which says nothing of the others.
  if (isNear || losses.every(Number.isNaN)) return history
  return [...history, { step, changeCount, losses: Array.from(losses) }]
}

/** Steps without an improvement after which a training may stop by itself, as a share of all steps, and at least so many. */
const calmShare = 0.5
const calmSteps = 3000
const leastImprovement = 0.005

/** Whether the lowest loss has not fallen by half a percent in the second half of the training since its last change. */
export function isPlateau(history: LossHistory): boolean {
  const last = history.at(-1)
  if (last === undefined) return false
  const since = history.filter(({ changeCount }) => changeCount === last.changeCount)
  const begun = since[0]!.step
  const calm = Math.max(calmSteps, (last.step - begun) * calmShare)
  const early = since.filter(({ step }) => step <= last.step - calm)
  if (last.step - begun < calmSteps || early.length === 0) return false
  const lowest = (points: LossHistory) => Math.min(...points.flatMap(({ losses }) => losses.filter(Number.isFinite)))
  return lowest(since) > lowest(early) * (1 - leastImprovement)
}
