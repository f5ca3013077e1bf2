/** Which restarts have the lowest loss. Frames carry exact losses, so no luck of a batch is in it. */
import type { Frame } from '../trainer/frame.js'

/** Losses this near to the lowest are as good as it: that far weights tremble from batch to batch. */
export const likeness = 0.02

/** Indices of all restarts whose loss is within `likeness` of the lowest, ascending; diverged ones are never among them. */
export function bestRestarts({ restarts }: Frame): readonly number[] {
  const losses = restarts.map(({ loss, diverged }) => (diverged ? Number.POSITIVE_INFINITY : loss))
  const lowest = Math.min(...losses)
  if (!Number.isFinite(lowest)) return []
  return [...losses.keys()].filter((restart) => losses[restart]! <= lowest * (1 + likeness))
}
