/** §7: pentagons bend as one feature becomes sparser, until two digons without it are better. */
import { everyModel, modelsOf, scaledFeatures } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { allOf, atLeast, atMost, judged, near } from '../vocabulary/expectations.js'
import { freshSamples, lossesTwiceAsLarge } from '../vocabulary/fresh-samples.js'
import { best } from '../vocabulary/restarts.js'
import { farthest, list, mean } from '../vocabulary/statistics.js'
import { joinSweeps, sweep } from '../vocabulary/sweep.js'
import type { BranchName } from './branch-shape.js'
import { deadSquareLoss, exactBranches, featuresAt, plainSquareLoss } from './exact-branches.js'
import { variedFeatureFigures } from './figures.js'
import { bestOn, type DensityResult, lossCrossing, measureDensity, shareOn } from './measure.js'
import {
  baseProbability,
  model,
  paperCrossing,
  relativeDensities,
  variedFeature as varied,
  variedFeatureSettings,
} from './settings.js'
import * as text from './text.js'

const optimum = 'exact loss, minimized over weights and biases'
const regular = 'norms above 0.5, gaps within 25° of regular'

/** On fewer densities than this, a branch is not judged as a branch. */
const [leastPentagons, leastSquares] = [8, 4]

export const variedFeature = defineExperiment({
  settings: variedFeatureSettings,
  text,

  plan: ({ batchSize, steps, learningRate, restarts }, seedOf) => ({
    sweep: joinSweeps(
      relativeDensities.map((relativeDensity) =>
        sweep({
          name: `density-${String(relativeDensity).replace('.', '-')}`,
          model,
          batchSize,
          shared: {
            data: { probability: featuresAt(relativeDensity).probability },
            learningRate,
            initialization: { kind: 'normal', deviation: 0.3 },
          },
          conditions: [relativeDensity],
          seed: () => seedOf(String(relativeDensity)),
          restarts,
          steps,
          evaluationSamples: 50_000,
        }),
      ),
    ),
  }),

  measure: ({ sweep }) => ({ densities: sweep.map(measureDensity), exact: exactBranches(relativeDensities) }),

  controls: {
    'the same pentagon at every density': { trained: ({ sweep }) => ({ sweep: modelsOf(sweep, (x) => x === 1) }) },
    'squares at every density': { trained: ({ sweep }) => ({ sweep: modelsOf(sweep, (x) => x === 0.1) }) },
    'models of norm 1 with the same biases': {
      trained: ({ sweep }) => ({
        sweep: everyModel(
          sweep,
          scaledFeatures((norm) => (norm > 0.5 ? 1 / norm : 1)),
        ),
      }),
    },
    'losses twice as large': { trained: ({ sweep }) => ({ sweep: lossesTwiceAsLarge(sweep) }) },
    'the crossing of the paper': {
      numbers: (numbers) => ({ ...numbers, exact: { ...numbers.exact, crossing: paperCrossing } }),
    },
    'equal slopes': { numbers: (numbers) => ({ ...numbers, exact: { ...numbers.exact, slopeRatio: 1 } }) },
  },

  claims: ({ densities, exact }) => {
    const equal = densities.find(({ relativeDensity }) => relativeDensity === 1)!
    const bestEqual = best(equal.restarts)
    const pentagons = densities.flatMap((result, k) => {
      const [found, computed] = [bestOn(result, 'pentagon'), exact.points[k]!.pentagon]
      return found && computed ? [{ relativeDensity: result.relativeDensity, found, computed }] : []
    })
    const angles = pentagons.map(({ found }) => found.shape.angleToNeighbors!)
    const squareErrors = densities.flatMap((result) => {
      const found = bestOn(result, 'square')
      const forms = [plainSquareLoss(result.relativeDensity), deadSquareLoss(result.relativeDensity)]
      return found ? [Math.min(...forms.map((form) => Math.abs(found.exactLoss / form - 1)))] : []
    })
    const sparse = densities.filter(({ relativeDensity }) => relativeDensity <= 0.25)
    const dense = densities.filter(({ relativeDensity }) => relativeDensity >= 0.3)
    const [sparser, denser] = [sparse.at(-1)!, dense[0]!]
    return [
      {
        id: 'equal-norms',
        says: `At equal densities (p = ${baseProbability}) all five norms are 1.134.`,
        measures: 'the norm farthest off, best restart',
        source: optimum,
        holds: near(1.134, 0.02)(bestEqual.norms),
        failsOn: ['untrained weights', 'squares at every density'],
      },
      {
        id: 'equal-bias',
        says: 'At equal densities all five biases are −0.246.',
        measures: 'the bias farthest off, best restart',
        source: optimum,
        holds: near(-0.246, 0.02)(bestEqual.bias),
        failsOn: ['untrained weights', 'squares at every density'],
      },
      {
        id: 'equal-dimensionality',
        says: 'At equal densities every feature has 2/5 of a dimension.',
        measures: 'the dimensionality farthest off, best restart',
        source: 'paper §6: corners of a pentagon',
        holds: near(0.4, 0.01)(bestEqual.dimensionality),
        failsOn: ['untrained weights', 'squares at every density'],
      },
      {
        id: 'equal-loss',
        says: 'At equal densities the best restart loses 0.0089, summed over features.',
        measures: 'exact loss of the best restart',
        source: optimum,
        holds: near(0.0089, '1 %')(bestEqual.exactLoss),
        failsOn: ['untrained weights', 'squares at every density'],
      },
      {
        id: 'norm-compensates-bias',
        says: 'Norms are above 1 to make up for the negative bias: at equal densities ‖W_i‖²·(1 + b_i) is about 1.',
        measures: 'the product farthest off, best restart',
        source: 'paper §7: norm "1/(1 − b)" in the sign of ReLU(WᵀWx − b), which holds for the squared norm',
        holds: near(1, 0.05)(bestEqual.norms.map((norm, i) => norm ** 2 * (1 + bestEqual.bias[i]!))),
        failsOn: ['untrained weights', 'models of norm 1 with the same biases'],
      },
      {
        id: 'denser-pushes-away',
        says: 'A denser feature pushes the others away, a sparser one lets them close in.',
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
      },
      {
        id: 'norms',
        says: 'The best pentagons have the norms of the exact optima, 1.065 at three times the density, 1.167 at 0.4.',
        measures: 'largest difference of any feature at any density',
        source: optimum,
        holds: near(
          0,
          0.05,
        )(
          pentagons.flatMap(({ found, computed }) => {
            const ofOthers = mean(computed.norms.toSpliced(varied, 1))
            return found.norms.map((norm, i) => norm - (i === varied ? computed.norms[i]! : ofOthers))
          }),
        ),
        failsOn: ['untrained weights', 'the same pentagon at every density'],
      },
      {
        id: 'pentagon-losses',
        says: 'The best pentagons lose what the exact branch does, at every density.',
        measures: 'loss of the best pentagon / exact loss, the ratio farthest from 1',
        source: optimum,
        holds: near(
          1,
          0.01,
        )(
          pentagons.length < leastPentagons
            ? Number.NaN
            : farthest(
                pentagons.map(({ found, computed }) => found.exactLoss / computed.loss),
                1,
              ),
        ),
        failsOn: ['untrained weights', 'the same pentagon at every density'],
      },
      {
        id: 'pentagon-restarts',
        says: 'At equal densities at least three quarters of the restarts end as a pentagon.',
        measures: 'share of restarts',
        source: 'restarts',
        holds: atLeast(0.75)(shareOn(equal, 'pentagon')),
        failsOn: ['untrained weights', 'squares at every density'],
      },
      {
        id: 'sparse-square',
        says: 'When the feature is at least four times sparser, the best solution is two digons with it at zero.',
        measures: 'densities at which the best restart is such a square',
        source: 'paper §7, figure of superposed squares; exact branches',
        holds: allOf(sparse.length, regular)(countOn(sparse, 'square')),
        failsOn: ['untrained weights', 'the same pentagon at every density'],
      },
      {
        id: 'dense-pentagon',
        says: 'At relative densities from 0.3 on the best solution is a pentagon.',
        measures: 'densities at which the best restart is a pentagon',
        source: 'exact branches; the paper says from about 0.4 on',
        holds: allOf(dense.length, regular)(countOn(dense, 'pentagon')),
        failsOn: ['untrained weights', 'squares at every density'],
      },
      {
        id: 'square-losses',
        says:
          'At every density at which one was found, the best square loses q/3 − q²/4 + 2p²/3, ' +
          'or q/3 + 2p²/3 where the output of the dropped feature is dead.',
        measures: 'largest relative difference from the nearer of both',
        source: 'closed form: the varied feature at its mean, min(x, y)² lost in each digon',
        holds: atMost(0.01)(squareErrors.length < leastSquares ? Number.NaN : Math.max(...squareErrors)),
        failsOn: ['untrained weights', 'the same pentagon at every density'],
      },
      {
        id: 'square-restarts',
        says: 'At a tenth of the density at least three quarters of the restarts end as two digons.',
        measures: 'share of restarts',
        source: 'restarts',
        holds: atLeast(0.75)(shareOn(densities[0]!, 'square')),
        failsOn: ['untrained weights', 'the same pentagon at every density'],
      },
      {
        id: 'exact-crossing',
        says: 'The exact losses of the best pentagon and the best square cross where the feature is 3.8 times sparser.',
        measures: 'relative density at which both lose the same',
        source: 'exact loss, minimized over weights and biases on either branch',
        holds: near(0.265, 0.01)(exact.crossing),
        failsOn: ['the crossing of the paper'],
      },
      {
        id: 'trained-crossing',
        says: 'The losses of trained models cross at the same density.',
        measures: 'relative density at which the best pentagon and the best square found lose the same',
        source: `exact losses at the trained weights, interpolated; the paper's figure shows about ${paperCrossing}`,
        holds: near(0.265, 0.015)(lossCrossing(densities)),
        failsOn: ['untrained weights', 'the same pentagon at every density'],
      },
      {
        id: 'crossing-below-paper',
        says: `The crossing lies well below the paper's ${paperCrossing}, where pentagons lose 17 % less than squares.`,
        measures: `exact crossing / ${paperCrossing}`,
        source: 'exact branches; paper §7: "about 2.5 times sparser"',
        holds: atMost(0.8)(exact.crossing / paperCrossing),
        failsOn: ['the crossing of the paper'],
      },
      {
        id: 'first-order',
        says: 'The change is of first order: at the crossing the loss of squares rises more steeply.',
        measures: 'slope of the square’s loss / slope of the pentagon’s',
        source: 'paper §7: the branches cross; exact branches',
        holds: atLeast(1.5)(exact.slopeRatio),
        failsOn: ['equal slopes'],
      },
      {
        id: 'norm-jumps',
        says: 'The varied feature does not fade, it jumps.',
        measures: `its norm in the best restart at ${denser.relativeDensity} less that at ${sparser.relativeDensity}`,
        source: 'paper §7: a discontinuous change',
        holds: atLeast(1)(best(denser.restarts).norms[varied]! - best(sparser.restarts).norms[varied]!),
        failsOn: ['untrained weights', 'the same pentagon at every density', 'squares at every density'],
      },
      freshSamples(
        densities.flatMap(({ restarts }) => restarts.all),
        { tolerance: 0.02, source: 'exact loss by sets of active features' },
      ),
    ]
  },

  figures: variedFeatureFigures,
})

function countOn(results: readonly DensityResult[], branch: BranchName): number {
  return results.filter(({ restarts }) => best(restarts).shape.name === branch).length
}
