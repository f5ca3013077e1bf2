/** All claims about one feature of another density: the pentagon, the two digons, and where they change places. */

import { allOf, atLeast, judged, near, shareAtLeast } from '../vocabulary/expectations.js'
import { best, countOf } from '../vocabulary/restarts.js'
import { sampledLosses } from '../vocabulary/sampled-losses.js'
import { list, mean } from '../vocabulary/statistics.js'
import type { BranchName } from './branch-shape.js'
import { bestOn, type DensityResult, isOn, lossCrossing, type VariedFeatureNumbers } from './measure.js'
import { baseProbability, branchTolerance, paperCrossing, variedFeature as varied } from './settings.js'

const optimum = 'exact loss, minimized over weights and biases'
const regular = `norms above 0.5, gaps within 25° of regular, loss within ${100 * branchTolerance} % of the branch’s`

/** On fewer densities than this, a branch is not judged as a branch. */
const [leastPentagons, leastSquares] = [8, 4]
/** The pentagon is the better branch from here on; below it ends, and its minimum is flat. */
const densest = 0.3

export function claims(numbers: VariedFeatureNumbers) {
  return [...shapeClaims(numbers), ...lossClaims(numbers), ...crossingClaims(numbers)] as const
}

function shapeClaims({ densities, exact }: VariedFeatureNumbers) {
  const equal = densities.find(({ relativeDensity }) => relativeDensity === 1)!
  const bestEqual = best(equal.restarts)
  const pentagons = pentagonsOf({ densities, exact })
  const angles = pentagons.map(({ found }) => found.shape.angleToNeighbors!)
  const sparse = densities.filter(({ relativeDensity }) => relativeDensity <= 0.25)
  const dense = densities.filter(({ relativeDensity }) => relativeDensity >= densest)
  const flat = pentagons.filter(({ relativeDensity }) => relativeDensity >= densest)
  return [
    {
      id: 'norm-compensates-bias',
      kind: 'paper',
      says: 'Norms are above 1 to compensate for the negative bias: at equal densities ‖W_i‖²·(1 + b_i) is about 1.',
      measures: `‖W_i‖²·(1 + b_i), best restart, worst feature, p = ${baseProbability}`,
      source: 'paper §7: norm "1/(1 − b)" in the sign of ReLU(WᵀWx − b), which holds for the squared norm',
      holds: near(1, 0.05)(bestEqual.norms.map((norm, i) => norm ** 2 * (1 + bestEqual.bias[i]!))),
      failsOn: ['untrained weights', 'models of norm 1 with the same biases'],
      nearMisses: ['untrained', 'biases lost', 'weights 5 % too small', 'weights 5 % too large'],
    },
    {
      id: 'denser-pushes-away',
      kind: 'paper',
      says: 'A denser feature pushes the others away, and a sparser one lets them come closer.',
      measures: 'mean angle to its neighbors in the best pentagon, by rising relative density',
      source: 'paper §7, figure of superposed pentagons',
      holds: judged(
        'rising throughout, below 72° when sparser, above when denser',
        pentagons.length >= leastPentagons &&
          angles.every((angle, k) => k === 0 || angle - angles[k - 1]! > -0.5) &&
          pentagons.every(({ relativeDensity }, k) => {
            if (relativeDensity >= 0.7 && relativeDensity <= 1.3) return true
            return relativeDensity < 1 ? angles[k]! < 71.5 : angles[k]! > 72.5
          }),
        'a fall by 0.5°',
      )(list(angles, (angle) => angle.toFixed(1))),
      failsOn: ['untrained weights', 'the same pentagon at every density'],
      nearMisses: ['untrained', 'noise on weights', 'features shifted'],
    },
    {
      id: 'norms',
      kind: 'mathematics',
      says: `At relative densities of ${densest} or more the best pentagons have the norms of the exact optima (1.065 at three times the density, 1.167 at 0.4).`,
      measures: 'largest difference of any feature at any of these densities',
      source: optimum,
      holds: near(
        0,
        0.03,
      )(
        flat.length < dense.length
          ? Number.NaN
          : flat.flatMap(({ found, computed }) => {
              const ofOthers = mean(computed.norms.toSpliced(varied, 1))
              return found.norms.map((norm, i) => norm - (i === varied ? computed.norms[i]! : ofOthers))
            }),
      ),
      failsOn: ['untrained weights', 'the same pentagon at every density'],
      nearMisses: ['untrained', 'weights 5 % too small', 'weights 5 % too large', 'features shifted'],
    },
    {
      id: 'sparse-square',
      kind: 'paper',
      says: 'When the feature is at least four times sparser, the best solution is two digons, and the feature is at zero.',
      measures: 'densities at which the best restart is such a square',
      source: 'paper §7, figure of superposed squares; exact branches',
      holds: allOf(sparse.length, regular)(countOn(sparse, 'square')),
      failsOn: ['untrained weights', 'the same pentagon at every density'],
      nearMisses: ['untrained', 'wrong value law', 'features shifted'],
    },
    {
      id: 'dense-pentagon',
      kind: 'paper',
      says: `At relative densities of ${densest} or more the best solution is a pentagon.`,
      measures: 'densities at which the best restart is a pentagon',
      source: 'paper §7, which says from about 0.4 on; exact branches',
      holds: allOf(dense.length, regular)(countOn(dense, 'pentagon')),
      failsOn: ['untrained weights', 'squares at every density'],
      nearMisses: ['untrained', 'members mixed up', 'one restart repeated'],
    },
    {
      id: 'pentagon-restarts',
      kind: 'mathematics',
      says: 'At equal densities at least three quarters of the restarts end as a pentagon.',
      measures: 'restarts',
      source: 'restarts',
      holds: shareAtLeast(0.75)(countOf(equal.restarts, isOn('pentagon'))),
      failsOn: ['untrained weights', 'squares at every density'],
      nearMisses: ['untrained', 'wrong value law'],
    },
    {
      id: 'square-restarts',
      kind: 'mathematics',
      says: 'At a tenth of the density at least three quarters of the restarts end as two digons.',
      measures: 'restarts',
      source: 'restarts',
      holds: shareAtLeast(0.75)(countOf(densities[0]!.restarts, isOn('square'))),
      failsOn: ['untrained weights', 'the same pentagon at every density'],
      nearMisses: ['untrained', 'features shifted'],
    },
  ] as const
}

function lossClaims({ densities, exact }: VariedFeatureNumbers) {
  const ratiosOf = (branch: BranchName) =>
    densities.flatMap(({ restarts }) => restarts.all.find(({ shape }) => shape.name === branch)?.overBranch ?? [])
  const [pentagons, squares] = [ratiosOf('pentagon'), ratiosOf('square')]
  const least = exact.points.map(({ pentagon, square }) => Math.min(pentagon?.loss ?? square.loss, square.loss))
  return [
    {
      id: 'best-losses',
      kind: 'mathematics',
      says: 'At every density the best restart has the loss of the better exact branch.',
      measures: 'exact loss / loss of that branch, worst density',
      source: optimum,
      holds: near(1, 0.01)(densities.map(({ restarts }, k) => best(restarts).exactLoss / least[k]!)),
      failsOn: ['untrained weights', 'squares at every density'],
      nearMisses: ['untrained', 'tenth of training', 'weights 5 % too small', 'biases lost', 'members mixed up'],
    },
    {
      id: 'branch-losses',
      kind: 'mathematics',
      says:
        'At every density the best pentagon and the best square have the losses of their exact branches ' +
        '(square: q/3 − q²/4 + 2p²/3, or q/3 + 2p²/3 where the output of the dropped feature is dead).',
      measures: 'exact loss / loss of the branch, worst density',
      source: `${optimum}; closed form of squares: min(x, y)² lost in each digon`,
      holds: near(
        1,
        0.01,
      )([
        ...(pentagons.length < leastPentagons || squares.length < leastSquares ? [Number.NaN] : squares),
        ...pentagons,
      ]),
      failsOn: ['untrained weights', 'the same pentagon at every density'],
      nearMisses: ['untrained', 'weights 5 % too small', 'weights 5 % too large', 'members mixed up'],
    },
    sampledLosses(
      densities.map(({ restarts }, k) => restarts.all.filter(({ exactLoss }) => exactLoss < 1.2 * least[k]!)),
      {
        trained: {
          which: 'at every density',
          nearMisses: ['untrained', 'density 25 % too high', 'losses 10 % too high', 'biases lost'],
        },
        source: 'exact loss, summed over sets of active features',
      },
    ),
  ] as const
}

function crossingClaims({ densities }: VariedFeatureNumbers) {
  const normAt = (density: number, branch: BranchName) => {
    const found = best(densities.find(({ relativeDensity }) => relativeDensity === density)!.restarts)
    return isOn(branch)(found) ? found.norms[varied]! : Number.NaN
  }
  return [
    {
      id: 'trained-crossing',
      kind: 'mathematics',
      says: 'The best pentagons and the best squares have equal losses where the feature is 3.8 times sparser, as the exact branches do.',
      measures: 'relative density at which their losses are equal',
      source: 'exact losses at the trained weights, interpolated; exact branches cross at 0.265 to 0.269',
      holds: near(0.265, 0.005)(lossCrossing(densities)),
      failsOn: ['untrained weights', 'the same pentagon at every density'],
      nearMisses: ['untrained', 'weights 5 % too large', 'features shifted'],
    },
    {
      id: 'paper-crossing',
      kind: 'paper',
      departs: true,
      says: 'Two digons become the best solution where the feature is about 2.5 times sparser.',
      measures: 'relative density at which the best pentagon and the best square have equal losses',
      source: 'paper §7',
      holds: near(paperCrossing, '20 %')(lossCrossing(densities)),
      failsOn: ['untrained weights'],
      explanation:
        'At 2.5 times sparser the loss of the exact pentagon is 17 % below that of the exact square, and both are equal at 3.8. How many restarts end on each branch depends on the initial weights and changes at larger densities. So a few restarts can show the number of the paper.',
    },
    {
      id: 'norm-jumps',
      kind: 'paper',
      says: 'The change is of first order: the varied feature does not fade, it jumps.',
      measures: `its norm at ${densest} (best restart, a pentagon) − its norm at 0.25 (best restart, a square)`,
      source: 'paper §7: a discontinuous change',
      holds: atLeast(1)(normAt(densest, 'pentagon') - normAt(0.25, 'square')),
      failsOn: ['untrained weights', 'the same pentagon at every density', 'squares at every density'],
      nearMisses: ['untrained', 'wrong value law', 'features shifted'],
    },
  ] as const
}

/** The best pentagon of each density beside the exact one, where there are both. */
function pentagonsOf({ densities, exact }: VariedFeatureNumbers) {
  return densities.flatMap((result, k) => {
    const [found, computed] = [bestOn(result, 'pentagon'), exact.points[k]!.pentagon]
    return found && computed ? [{ relativeDensity: result.relativeDensity, found, computed }] : []
  })
}

function countOn(results: readonly DensityResult[], branch: BranchName): number {
  return results.filter(({ restarts }) => isOn(branch)(best(restarts))).length
}
