/** Where a number that rises with the probability reaches a level. */
import type { ProbabilityResult } from './numbers.js'

/**
 * Between the last probability at which the mean number of collapsed pairs is below `level` and the next one, interpolated on a
 * logarithmic axis; NaN when it is below throughout or nowhere.
 *
 * @param strip by rising probability.
 */
export function collapseThreshold(strip: readonly ProbabilityResult[], level: number): number {
  const last = strip.findLastIndex(({ meanCollapsed }) => meanCollapsed < level)
  const [below, above] = [strip[last], strip[last + 1]]
  if (below === undefined || above === undefined) return Number.NaN
  const share = (level - below.meanCollapsed) / (above.meanCollapsed - below.meanCollapsed)
  return below.probability * (above.probability / below.probability) ** share
}
