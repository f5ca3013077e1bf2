/** The points of the loss curves: bounded in number, evenly spread over the steps however long the training. */
import type { Frame } from '../trainer/frame.js'

export interface LossPoint {
  readonly step: number
  /** P(feature is active) at that step; losses of different probabilities do not compare. */
  readonly probability: number
  /** `[restart]` */
  readonly losses: readonly number[]
}

export interface LossHistory {
  readonly points: readonly LossPoint[]
  /** Steps at least between two points. */
  readonly stride: number
}

export const emptyHistory: LossHistory = { points: [], stride: 1 }

/** Points kept at most. */
const mostPoints = 400

/** With the frame's losses; the same history when the frame is too near to the last point. */
export function extendHistory(history: LossHistory, { step, probability, restarts }: Frame): LossHistory {
  const { points, stride } = history
  const last = points.at(-1)
  if (last !== undefined && step - last.step < stride) return history
  const extended = [...points, { step, probability, losses: restarts.map(({ loss }) => loss) }]
  if (extended.length <= mostPoints) return { points: extended, stride }
  const thinned = extended.filter((_, index) => index % 2 === 0)
  return { points: thinned, stride: Math.max(stride, Math.ceil(step / thinned.length)) }
}
