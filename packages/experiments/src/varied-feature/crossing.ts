/** Where trained models change from one branch to the other. */
import { bestOn, type DensityResult } from './numbers.js'

/**
 * Relative density at which the best pentagon and the best square found lose the same: between two neighbors, interpolated on
 * a line; NaN when the sign of the difference does not change among densities at which both were found.
 *
 * @param densities ascending.
 */
export function lossCrossing(densities: readonly DensityResult[]): number {
  const both = densities.flatMap((result) => {
    const [pentagon, square] = [bestOn(result, 'pentagon'), bestOn(result, 'square')]
    return pentagon && square ? [{ x: result.relativeDensity, y: square.exactLoss - pentagon.exactLoss }] : []
  })
  return crossingOf(both)
}

/** Relative density from which on more restarts end as pentagons than as squares; NaN when that changes nowhere. */
export function typicalCrossing(densities: readonly DensityResult[]): number {
  return crossingOf(
    densities.map(({ relativeDensity, branches }) => ({ x: relativeDensity, y: branches.pentagon - branches.square })),
  )
}

/** The first change from below 0 to 0 or above. */
function crossingOf(points: readonly { readonly x: number; readonly y: number }[]): number {
  const k = points.findIndex(({ y }, place) => y >= 0 && place > 0 && points[place - 1]!.y < 0)
  const [before, after] = [points[k - 1], points[k]]
  if (before === undefined || after === undefined) return Number.NaN
  return before.x + ((after.x - before.x) * -before.y) / (after.y - before.y)
}
