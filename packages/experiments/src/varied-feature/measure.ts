/** What restarts at one density ended as, and where they change from one branch to the other. Plain JSON. */
import { toRows } from '@digon/matrix'
import { featureNorms } from '@digon/metrics'
import { reluLoss } from '@digon/theory'
import { restartsBy, shareOf } from '../vocabulary/restarts.js'
import { featuresOf, type Trained, type TrainedMember } from '../vocabulary/sweep.js'
import { type BranchName, branchShape } from './branch-shape.js'
import { deadSquareLoss, exactBranches, plainSquareLoss } from './exact-branches.js'
import { branchTolerance, model, relativeDensities } from './settings.js'

export type VariedFeatureNumbers = ReturnType<typeof measureVariedFeature>
export type DensityResult = ReturnType<typeof measureDensity>
type RestartResult = ReturnType<typeof measureRestart>

/** `densities` and the exact branches' `points` are in the order of the relative densities. */
export function measureVariedFeature(sweep: readonly Trained<number>[]) {
  return { densities: sweep.map(measureDensity), exact: exactBranches(relativeDensities) }
}

/** The restarts at one density, by rising exact loss. */
export function measureDensity({ condition: relativeDensity, ...trained }: Trained<number>) {
  const restarts = restartsBy(
    trained,
    (member) => measureRestart(member, relativeDensity),
    ({ exactLoss }) => exactLoss,
  )
  return { relativeDensity, restarts }
}

/** Losses are summed over features, as in the paper's figure: five times those of training. */
function measureRestart(trained: TrainedMember, relativeDensity: number) {
  const { weights, bias, loss, lossStandardError } = trained
  const exactLoss = model.featureCount * reluLoss({ weights, bias }, featuresOf(trained))
  const shape = branchShape(weights)
  return {
    /** On fresh samples. */
    loss: model.featureCount * loss,
    lossStandardError: model.featureCount * lossStandardError,
    /** The exact expectation at the same weights. */
    exactLoss,
    weights: toRows(weights),
    bias: [...bias],
    norms: [...featureNorms(weights)],
    shape,
    /** Over what its branch loses, the nearest where there are two; null for a shape that is no branch. */
    overBranch: overBranch(exactLoss, shape.name, relativeDensity),
  }
}

/** A square loses a little more where the output of the feature that is left out is dead. */
function overBranch(loss: number, branch: BranchName, relativeDensity: number): number | null {
  const { pentagon } = exactBranches(relativeDensities).points[relativeDensities.indexOf(relativeDensity)]!
  const squares = [plainSquareLoss, deadSquareLoss].map((form) => loss / form(relativeDensity))
  if (branch === 'square') return squares.reduce((a, b) => (Math.abs(b - 1) < Math.abs(a - 1) ? b : a))
  return branch === 'pentagon' && pentagon ? loss / pentagon.loss : null
}

export function isOn(branch: BranchName): (restart: RestartResult) => boolean {
  return ({ shape, overBranch: ratio }) =>
    shape.name === branch && ratio !== null && Math.abs(ratio - 1) <= branchTolerance
}

/** The best restart on a branch, if any is on it. */
export function bestOn({ restarts }: DensityResult, branch: BranchName): RestartResult | undefined {
  return restarts.all.find(isOn(branch))
}

/** The share of restarts that ended on a branch. */
export function shareOn({ restarts }: DensityResult, branch: BranchName): number {
  return shareOf(restarts, isOn(branch))
}

/**
 * Relative density at which the best pentagon and the best square found lose the same: between two neighbors,
 * interpolated on a line; NaN when the sign of the difference does not change among densities at which both were found.
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
    densities.map((result) => ({
      x: result.relativeDensity,
      y: shareOn(result, 'pentagon') - shareOn(result, 'square'),
    })),
  )
}

/** The first change from below 0 to 0 or above. */
function crossingOf(points: readonly { readonly x: number; readonly y: number }[]): number {
  const k = points.findIndex(({ y }, index) => y >= 0 && index > 0 && points[index - 1]!.y < 0)
  const [before, after] = [points[k - 1], points[k]]
  if (before === undefined || after === undefined) return Number.NaN
  return before.x + ((after.x - before.x) * -before.y) / (after.y - before.y)
}
