/** §9: attacks that follow from the weights, on models of ever sparser features. Superposition makes them work. */

import { curvesFigure, plannedFigure } from '@digon/plot'
import { chosenFeatures } from '../vocabulary/chosen-features.js'
import { modelsOf, reversed } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, falling, near, rising } from '../vocabulary/expectations.js'
import { firstStep, firstStepOf } from '../vocabulary/first-step.js'
import { firstRestartRepeated } from '../vocabulary/independent-restarts.js'
import { leastExactProbability } from '../vocabulary/least-loss.js'
import { bandMeaning, best, curveOf, medianOf } from '../vocabulary/restarts.js'
import { lossesTooHigh, sampledLosses } from '../vocabulary/sampled-losses.js'
import { list, mean } from '../vocabulary/statistics.js'
import { sweep } from '../vocabulary/sweep.js'
import bestKnown from './best-known.json' with { type: 'json' }
import {
  type AttackedRestart,
  budgetWithout,
  measureDefense,
  measureSparsity,
  type Reading,
  type SparsityResult,
} from './measure.js'
import {
  adversarialSettings,
  budgets,
  defendedBudgets,
  defendedProbability,
  denseDeviation,
  probabilities,
} from './settings.js'
import * as text from './text.js'

const figure = 'paper §9, figure of vulnerability over sparsity'

/** Where D* is on its plateau of digons, 1/2. */
const digonPlateau: readonly number[] = [0.35, 0.25]
/** Apart enough that neighbors differ by more than restarts do. */
const everySecond = probabilities.filter((_, k) => k % 2 === 0)
/** Less superposition than this is not worth taking away. */
const mostlySuperposed = 3
/** A restart has reached the least loss when its own is at most so many times the least known. */
const leastLossWithin = 1.05

const perSample = ({ paper }: AttackedRestart) => paper.perSample
const fixedDirection = ({ paper }: AttackedRestart) => paper.fixedDirection
const perDimension = (restart: AttackedRestart) => restart.featuresPerDimension
const percent = (share: number) => `${Math.round(100 * share)} %`

export const adversarial = defineExperiment({
  settings: adversarialSettings,
  text,

  plan: ({ featureCount, hiddenSize, restarts, batchSize, steps }, seedOf) => ({
    sweep: sweep({
      name: 'sweep',
      model: { featureCount, hiddenSize },
      batchSize,
      shared: { learningRate: 0.01 },
      conditions: probabilities,
      member: (probability) => ({
        data: { probability },
        ...(probability === 1 && { initialization: { kind: 'normal', deviation: denseDeviation } }),
      }),
      seed: (probability) => seedOf(String(probability)),
      restarts,
      steps,
      record: [1],
      evaluationSamples: 50_000,
    }),
  }),

  measure: ({ sweep }, { featureCount, hiddenSize }) => ({
    featureCount,
    hiddenSize,
    points: sweep.map((trained) => measureSparsity(trained, { featureCount, hiddenSize })),
    defense: measureDefense(sweep),
    firstStep: firstStepOf(sweep[0]!),
  }),

  controls: {
    'dense models at every probability': { trained: ({ sweep }) => ({ sweep: modelsOf(sweep, (p) => p === 1) }) },
    'the sparsest models at every probability': {
      trained: ({ sweep }) => ({ sweep: modelsOf(sweep, (p) => p === 0.03) }),
    },
    'the same models in reverse order': { trained: ({ sweep }) => ({ sweep: reversed(sweep) }) },
    'losses 10 % too high': { trained: ({ sweep }) => ({ sweep: lossesTooHigh(sweep) }) },
    'one restart repeated': { trained: ({ sweep }) => ({ sweep: firstRestartRepeated(sweep) }) },
  },

  claims: ({ points, defense, firstStep: step }) => {
    const [dense, sparsest] = [points[0]!.restarts, points.at(-1)!.restarts]
    const lowest = `p = ${points.at(-1)!.probability}`
    const plateau = points.filter(({ probability }) => digonPlateau.includes(probability))
    const isExact = ({ probability }: SparsityResult) => probability >= leastExactProbability
    return [
      firstStep(step),
      {
        id: 'least-loss',
        kind: 'mathematics',
        says: `From p = 1 to ${leastExactProbability} the best restart has the loss of principal components or of the best digons.`,
        measures: 'loss / closed form, best restart, worst probability',
        source: 'V(p) (1 − gain · m/n), gain of the best of one feature, digon, triangle and tetrahedron per dimension',
        holds: near(
          1,
          '1.5 %',
        )(points.filter(isExact).map(({ restarts, leastLoss }) => best(restarts).loss / leastLoss)),
        failsOn: ['untrained weights', 'losses 10 % too high'],
        nearMisses: ['untrained', 'losses 10 % too high', 'density 25 % too high', 'members mixed up'],
      },
      {
        id: 'least-loss-sparse',
        kind: 'mathematics',
        says: `Below p = ${leastExactProbability} the loss of the median restart is close to the lowest one that a longer search found.`,
        measures: 'loss / lowest known loss, median over restarts, worst probability',
        source: `adversarial/best-known.json: ${bestKnown.source}`,
        holds: near(
          1,
          '5 %',
        )(
          points
            .filter((point) => !isExact(point))
            .map(({ restarts, leastLoss }) => medianOf(restarts, ({ loss }) => loss) / leastLoss),
        ),
        failsOn: ['untrained weights', 'losses 10 % too high'],
        nearMisses: ['untrained', 'losses 10 % too high', 'density 25 % too high', 'members mixed up'],
      },
      sampledLosses(
        points.map(({ checkedLosses, leastLoss }) =>
          checkedLosses.filter(({ loss }) => loss <= leastLossWithin * leastLoss),
        ),
        {
          trained: {
            which: 'within 5 % of the lowest known',
            nearMisses: ['untrained', 'biases lost', 'weights 5 % too small', 'noise on weights'],
          },
          source: 'both estimate the same expectation, the second in float64 on other samples',
        },
      ),
      chosenFeatures(
        plateau.flatMap(({ restarts, leastLoss }) =>
          restarts.all.filter(({ loss }) => loss <= leastLossWithin * leastLoss).map(({ represented }) => represented),
        ),
        `p = ${digonPlateau.join(' and ')}, within 5 % of the lowest loss`,
      ),
      {
        id: 'left-out-biases',
        kind: 'mathematics',
        says: `At p = ${digonPlateau[0]} the output of the best restart for each feature without a dimension is its mean, p/2.`,
        measures: 'bias of features with a norm of 1/2 or less, worst feature',
        source: 'the mean is the best constant output',
        holds: near(digonPlateau[0]! / 2, 0.05)(best(plateau[0]!.restarts).leftOutBiases),
        failsOn: ['untrained weights', 'the sparsest models at every probability'],
        nearMisses: ['untrained', 'biases lost', 'gradient of the first feature lost'],
      },
      {
        id: 'dense',
        kind: 'mathematics',
        says: 'Without sparsity a ReLU model is as vulnerable as a model without superposition.',
        measures: 'median ratio (L′ − L) / (L′₀ − L₀)',
        source: `${figure}; W Wᵀ is a projection there, which keeps the length of a change`,
        holds: near(1, 0.06)(medianOf(dense, perSample)),
        failsOn: ['untrained weights', 'the sparsest models at every probability'],
        nearMisses: ['untrained', 'weights 5 % too small', 'weights 5 % too large', 'members mixed up'],
      },
      {
        id: 'rises-with-sparsity',
        kind: 'paper',
        says: 'As features become sparser, models become more vulnerable.',
        measures: `median ratio at p = ${list(everySecond)}`,
        source: figure,
        holds: rising({ digits: (value) => value.toFixed(2), from: near(1, 0.06) })(
          points
            .filter(({ probability }) => everySecond.includes(probability))
            .map(({ restarts }) => medianOf(restarts, perSample)),
        ),
        failsOn: ['dense models at every probability', 'the same models in reverse order'],
        nearMisses: ['untrained', 'biases lost', 'weights 5 % too small', 'members mixed up'],
      },
      {
        id: 'more-than-threefold',
        kind: 'paper',
        says: `At ${lowest} models are more than three times as vulnerable as at p = 1, to attacks of ${percent(budgets.paper)} and of 100 % of an input's length, in both readings of the paper's attack.`,
        measures: 'median ratio at the lowest probability / at p = 1; the smallest over two budgets and two readings',
        source: figure,
        holds: atLeast(3)(
          (['paper', 'large'] as const).flatMap((budget) =>
            (['perSample', 'fixedDirection'] as const).map((reading) => riseOf(dense, sparsest, budget, reading)),
          ),
        ),
        failsOn: ['dense models at every probability', 'the same models in reverse order'],
        nearMisses: ['untrained', 'members mixed up', 'output activation swapped'],
      },
      {
        id: 'tracks-features-per-dimension',
        kind: 'paper',
        says: `Vulnerability is nearly equal to the number of features per dimension, for attacks of ${percent(budgets.small)} and of ${percent(budgets.paper)} of an input's length.`,
        measures: 'median ratio / (1/D*); worst probability and budget',
        source: 'paper §9, figure of vulnerability against 1/D*: nearly a line',
        holds: near(
          1,
          0.15,
        )(
          points.flatMap(({ restarts }) =>
            (['small', 'paper'] as const).map((budget) =>
              medianOf(restarts, (restart) => restart[budget].perSample / restart.featuresPerDimension),
            ),
          ),
        ),
        departs: true,
        explanation:
          'The feature that hurts a sample most is one whose output is already wrong. This part of the damage grows with the budget, not with its square. So, relative to a model without superposition, it counts more when the attack is smaller. On the plateau of digons (1/D* = 2) the ratio is above 20 at 1 % of the length, about 4 at 10 % and about 2 at 100 %. The ratio is still linear in 1/D*, but the slope depends on the budget.',
        failsOn: ['the sparsest models at every probability'],
        nearMisses: ['untrained'],
      },
      {
        id: 'digons-double',
        kind: 'mathematics',
        says: `At p = ${digonPlateau.join(' and ')}, where features form pairs, an attack along one direction for all samples does twice the damage.`,
        measures: 'median ratio of one direction for all samples, mean over both probabilities',
        source:
          'linear response: output i moves by λ‖W_i‖²/√D_i, D_i = 1/2 in a digon; the paper’s ratio at its plateau',
        holds: near(2, 0.4)(mean(plateau.map(({ restarts }) => medianOf(restarts, fixedDirection)))),
        failsOn: ['dense models at every probability', 'the sparsest models at every probability'],
        nearMisses: ['untrained', 'members mixed up'],
      },
      {
        id: 'gradient-attack',
        kind: 'paper',
        says: `At ${lowest} attacks along the gradient fail. They do less than a tenth of the damage.`,
        measures: 'damage of one step along each sample’s gradient / damage of the feature that hurts it most, median',
        source: 'paper §9: attacks by gradients failed, because ReLUs are off 99 % of the time',
        holds: atMost(0.1)(medianOf(sparsest, ({ paper }) => paper.gradient / paper.perSample)),
        departs: true,
        explanation:
          'Here, too, nine of ten outputs are off. But the outputs of active features are on, and their errors have a gradient. We take one step of the full length; the paper does not say how it followed gradients.',
        failsOn: ['untrained weights'],
        nearMisses: ['untrained'],
      },
      {
        id: 'adversarial-training',
        kind: 'paper',
        says: `Further training against attacks reduces superposition, and longer attacks reduce it more (p = ${defendedProbability}).`,
        measures: `‖W‖²/m of the best model before, and after attacks of ${list(defendedBudgets.slice(1, 3), percent)} of an input's length`,
        source: 'paper §9, remark on adversarial training against a random feature’s best attack',
        holds: falling({ from: atLeast(mostlySuperposed) })(
          defense.slice(0, 3).map(({ featuresPerDimension }) => featuresPerDimension),
        ),
        failsOn: ['untrained weights', 'dense models at every probability'],
        nearMisses: ['untrained', 'output activation swapped'],
      },
      {
        id: 'superposition-removed',
        kind: 'paper',
        says: `It takes attacks of about 80 % of an input's length to remove superposition (p = ${defendedProbability}).`,
        measures: `length at which ‖W‖²/m falls to 1, interpolated linearly between budgets of ${list(defendedBudgets)}`,
        source: 'paper §9, remark on adversarial training',
        holds: near(0.8, 0.15)(budgetWithout(defense, mostlySuperposed)),
        departs: true,
        explanation:
          'The length depends on how sparse the features are, which the paper does not state. At p = 0.1 slightly more than half of an input’s length is enough. In trials at p = 0.03, attacks as long as an input still left two features per dimension.',
        failsOn: ['untrained weights', 'dense models at every probability'],
        nearMisses: ['untrained', 'output activation swapped'],
      },
    ]
  },

  figures: ({ featureCount, hiddenSize, points, defense }) => {
    const words = `${featureCount} features in ${hiddenSize} dimensions`
    const xAxis = { title: '1 / (1 − S)', scale: 'log' } as const
    const ratio = { title: 'damage relative to no superposition' }
    const curves = points.map(({ probability, restarts }) => ({ x: 1 / probability, restarts }))
    const all = points.flatMap(({ restarts }) => restarts.all)
    const x = all.map(perDimension)
    const diagonal = [1, Math.max(...x)]
    const last = points.at(-1)!.restarts
    return [
      plannedFigure(curvesFigure, {
        name: 'vulnerability',
        title: 'Models of sparser features are easier to attack',
        description: `Damage of attacks of ${percent(budgets.paper)} of an input's length over sparsity, ${words}. The paper's attack is the feature that hurts most; at p = ${points.at(-1)!.probability} it does ${medianOf(last, perSample).toFixed(1)} times the damage when chosen for each sample, and ${medianOf(last, fixedDirection).toFixed(1)} times when it is one for all.`,
        curves: [
          curveOf('paper: worst feature of each sample', curves, perSample),
          curveOf('second reading: one feature for all samples', curves, fixedDirection),
          curveOf('gradient of each sample', curves, ({ paper }) => paper.gradient),
        ],
        xAxis,
        yAxis: ratio,
        bandMeaning,
        guides: [{ label: 'without superposition', y: 1 }],
      }),
      plannedFigure(curvesFigure, {
        name: 'features-per-dimension',
        title: 'Features per dimension, 1/D*',
        description: `‖W‖²/m over sparsity, ${words}. It rises from ${medianOf(points[0]!.restarts, perDimension).toFixed(2)} to ${medianOf(last, perDimension).toFixed(2)}.`,
        curves: [curveOf('1/D*', curves, perDimension)],
        xAxis,
        yAxis: { title: '1/D* = ‖W‖² / m' },
        bandMeaning,
        guides: [
          { label: 'a dimension each', y: 1 },
          { label: 'digons', y: 2 },
        ],
      }),
      plannedFigure(curvesFigure, {
        name: 'vulnerability-against-features',
        title: 'How steeply vulnerability follows 1/D* depends on the budget',
        description: `Every restart of every sparsity, attacked along the worst feature of each sample, ${words}. Fitted slopes are ${(['paper', 'large'] as const).map((budget) => `${slope(all, budget).toFixed(2)} at ${percent(budgets[budget])} of an input's length`).join(' and ')}, and ${slope(all, 'small').toFixed(0)} at ${percent(budgets.small)}, not drawn.`,
        curves: (['paper', 'large'] as const).map((budget) => ({
          label: `${percent(budgets[budget])} of an input's length`,
          x,
          y: all.map((restart) => restart[budget].perSample),
          joined: false,
        })),
        note: 'shown: every restart at every p',
        references: [{ label: 'equal to 1/D*', x: diagonal, y: diagonal }],
        xAxis: { title: '1/D* = ‖W‖² / m' },
        yAxis: ratio,
      }),
      plannedFigure(curvesFigure, {
        name: 'adversarial-training',
        title: 'Training against attacks reduces superposition',
        description: `‖W‖²/m after the best model of p = ${defendedProbability} was trained further against attacks along the direction of a random feature, over the length of the attacks; ${words}. It falls to 1 at ${percent(budgetWithout(defense, 0))} of an input's length, and the paper says about 80 %.`,
        curves: [
          { label: '1/D*', x: defense.map(({ share }) => share), y: defense.map((each) => each.featuresPerDimension) },
        ],
        note: `shown: the best restart at p = ${defendedProbability}, trained on`,
        xAxis: { title: 'length of attacks in training / mean length of an input' },
        yAxis: { title: '1/D* = ‖W‖² / m' },
        guides: [{ label: 'no superposition', y: 1 }],
      }),
    ]
  },
})

function riseOf(
  from: SparsityResult['restarts'],
  to: SparsityResult['restarts'],
  budget: 'paper' | 'large',
  reading: Reading,
): number {
  const damage = (restart: AttackedRestart) => restart[budget][reading]
  return medianOf(to, damage) / medianOf(from, damage)
}

/** Least squares of the ratio over 1/D*. */
function slope(restarts: readonly AttackedRestart[], budget: keyof typeof budgets): number {
  const [x, y] = [restarts.map(perDimension), restarts.map((restart) => restart[budget].perSample)]
  const [center, height] = [mean(x), mean(y)]
  const along = x.reduce((sum, value, k) => sum + (value - center) * (y[k]! - height), 0)
  return along / x.reduce((sum, value) => sum + (value - center) ** 2, 0)
}
