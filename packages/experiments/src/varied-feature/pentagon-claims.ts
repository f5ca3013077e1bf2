/** The pentagon of five equal features, and what it does as one of them becomes sparser or denser. */
import { mean } from '../correlation.js'
import type { Claim } from '../experiment.js'
import { atLeast, closeTo, farthest, relativelyCloseTo, verdict } from '../judge.js'
import { otherFeatures } from './exact-branches.js'
import { bestOn, type DensityResult, type VariedFeatureNumbers } from './numbers.js'
import { variedFeature } from './plan.js'

const table = 'exact loss, minimized over weights and biases'

/** At the density of the others: the numbers of the best restart. */
export function equalClaims({ densities }: VariedFeatureNumbers): readonly Claim[] {
  const best = densities.find(({ relativeDensity }) => relativeDensity === 1)!.restarts[0]!
  const control = 'untrained weights; squares at every density'
  return [
    closeTo(
      {
        id: 'varied-feature/equal-norms',
        statement: 'At equal densities (p = 0.05) all five norms are 1.134: the one farthest off, best restart.',
        source: table,
        control,
      },
      farthest(best.norms, 1.134),
      1.134,
      0.02,
    ),
    closeTo(
      {
        id: 'varied-feature/equal-bias',
        statement: 'At equal densities all five biases are −0.246: the one farthest off, best restart.',
        source: table,
        control,
      },
      farthest(best.bias, -0.246),
      -0.246,
      0.02,
    ),
    closeTo(
      {
        id: 'varied-feature/equal-dimensionality',
        statement: 'At equal densities every feature has 2/5 of a dimension: the one farthest off, best restart.',
        source: 'paper §6: corners of a pentagon',
        control,
      },
      farthest(best.dimensionality, 0.4),
      0.4,
      0.01,
    ),
    relativelyCloseTo(
      {
        id: 'varied-feature/equal-loss',
        statement: 'At equal densities the best restart loses 0.0089, summed over features.',
        source: table,
        control,
      },
      best.exactLoss,
      0.0089,
      0.01,
    ),
    closeTo(
      {
        id: 'varied-feature/norm-compensates-bias',
        statement:
          'Norms are above 1 to make up for the negative bias: ‖W_i‖²·(1 + b_i) is about 1 at equal densities, the one farthest off.',
        source: 'paper §7: norm "1/(1 − b)" in the sign of ReLU(WᵀWx − b), which holds for the squared norm',
        control: 'untrained weights; pentagons of norm 1 with the same bias',
      },
      farthest(
        best.norms.map((norm, i) => norm ** 2 * (1 + best.bias[i]!)),
        1,
      ),
      1,
      0.05,
    ),
  ]
}

/** Along the branch of pentagons. */
export function deformationClaims({ densities, exact }: VariedFeatureNumbers): readonly Claim[] {
  const pentagons = densities.flatMap((result) => {
    const best = bestOn(result, 'pentagon')
    const optimum = exact.points.find(({ relativeDensity }) => relativeDensity === result.relativeDensity)?.pentagon
    return best && optimum ? [{ ...result, best, optimum }] : []
  })
  const angles = pentagons.map(({ best }) => best.shape.angleToNeighbors!)
  const steps = angles.slice(1).map((angle, k) => angle - angles[k]!)
  return [
    verdict(
      {
        id: 'varied-feature/denser-pushes-away',
        statement:
          'A denser feature pushes the others away, a sparser one lets them close in: mean angle to its neighbors in the best pentagon, by rising relative density.',
        source: 'paper §7, figure of superposed pentagons',
        control: 'untrained weights; the same pentagon at every density',
      },
      {
        expected: 'rising throughout, below 72° when sparser, above when denser',
        measured: angles.map((angle) => angle.toFixed(1)).join(', '),
        tolerance: 'a fall by 0.5°',
        holds:
          pentagons.length >= 8 &&
          steps.every((step) => step > -0.5) &&
          pentagons.every(({ relativeDensity }, k) => {
            if (relativeDensity >= 0.7 && relativeDensity <= 1.3) return true
            return relativeDensity < 1 ? angles[k]! < 71.5 : angles[k]! > 72.5
          }),
      },
    ),
    closeTo(
      {
        id: 'varied-feature/norms',
        statement:
          'The norms of the best pentagons are those of the exact optima, 1.065 at three times the density, 1.167 at 0.4: largest difference of any feature at any density.',
        source: table,
        control: 'untrained weights; the same pentagon at every density',
      },
      farthest(
        pentagons.flatMap(({ best, optimum }) => [
          best.norms[variedFeature]! - optimum.norms[variedFeature]!,
          ...otherFeatures.map((i) => best.norms[i]! - mean(otherFeatures.map((k) => optimum.norms[k]!))),
        ]),
        0,
      ),
      0,
      0.05,
    ),
    closeTo(
      {
        id: 'varied-feature/pentagon-losses',
        statement:
          'The best pentagons lose what the exact branch does, at every density: the ratio of losses farthest off.',
        source: table,
        control: 'untrained weights; the same pentagon at every density',
      },
      pentagons.length < 8
        ? Number.NaN
        : farthest(
            pentagons.map(({ best, optimum }) => best.exactLoss / optimum.loss),
            1,
          ),
      1,
      0.01,
    ),
    atLeast(
      {
        id: 'varied-feature/pentagon-restarts',
        statement: 'At equal densities at least three quarters of the restarts end as a pentagon.',
        source: 'restarts',
        control: 'untrained weights; squares at every density',
      },
      share(densities.find(({ relativeDensity }) => relativeDensity === 1)!, 'pentagon'),
      0.75,
    ),
  ]
}

export function share({ branches, losses }: DensityResult, branch: keyof DensityResult['branches']): number {
  return branches[branch] / (losses.count + losses.diverged)
}
