/** All claims about the collapse: states and thresholds of the paper, and losses of each state. */

import { atLeast, atMost, exactly, falling, judged, near } from '../vocabulary/expectations.js'
import { hexagonSideBySide } from '../vocabulary/pairs.js'
import { best, medianOf, shareOf } from '../vocabulary/restarts.js'
import { sampledLosses } from '../vocabulary/sampled-losses.js'
import { list, mean } from '../vocabulary/statistics.js'
import { optimumWith } from './exact-states.js'
import { type CollapseNumbers, exactLoss, isSettled, type ProbabilityResult } from './measure.js'
import { stateTolerance, stuckProbability, thirdPairProbabilities } from './settings.js'

const strip = 'paper §7, figure "from principal components to superposition"'
const minimized = 'exact losses of the four states, minimized over weights and biases'

/** Where the paper draws the line between two neighbors of its strip; of the third it says 0.2 to 0.25. */
const paperThresholds = [0.05, 0.15, Math.sqrt(0.2 * 0.25)] as const

/** The acceptance of thresholds: a factor either way. */
const factor = 1.5

const losingLittle = `loss within ${100 * stateTolerance} % of the best model with as many collapsed pairs`

const failsOn = ['untrained weights', 'the same models in reverse order'] as const

/** One probability inside each of the paper's ranges that the strip names. */
const ranges = [
  { name: 'none', probability: 0.03, state: hexagonSideBySide, says: 'Below p = 0.05 no pair is collapsed.' },
  { name: 'one', probability: 0.1, state: '1 collapsed', says: 'From p = 0.05 to 0.15 one pair is collapsed.' },
  { name: 'two', probability: 0.17, state: '2 collapsed', says: 'From p = 0.15 to 0.2 two pairs are collapsed.' },
  {
    name: 'three',
    probability: 0.35,
    state: '3 collapsed',
    says: 'From p = 0.25 to 0.5 all three pairs are collapsed.',
  },
]

export function claims(numbers: CollapseNumbers) {
  return [...stateClaims(numbers), ...thresholdClaims(numbers), ...lossClaims(numbers)] as const
}

function stateClaims({ strip: points }: CollapseNumbers) {
  const at = (probability: number) => points.find((point) => point.probability === probability)!
  const densest = points.at(-1)!
  const three = at(0.35).restarts.all.filter(({ state }) => state === '3 collapsed')
  return [
    ...ranges.map(
      ({ name, probability, state, says }) =>
        ({
          id: `${name}-collapsed`,
          kind: 'paper',
          says,
          measures: `the state that most restarts reach at p = ${probability}`,
          source: strip,
          holds: exactly(
            state,
            `collapsed: cosine of partners above 0.95; apart: gaps within 12° of 60°; ${losingLittle}`,
          )(at(probability).typical.state),
          failsOn,
          nearMisses: ['untrained', 'sets ignored', 'features shifted'],
        }) as const,
    ),
    {
      id: 'restarts',
      kind: 'paper',
      says: 'In the middle of each of the paper’s ranges at least two of five restarts end in the state of that range.',
      measures: `smallest share of restarts at p = ${list(ranges.map(({ probability }) => probability))}`,
      source: 'restarts; the paper shows one model each',
      holds: atLeast(0.4)(
        ranges.map(({ probability, state }) => shareOf(at(probability).restarts, (restart) => restart.state === state)),
      ),
      failsOn,
      nearMisses: ['untrained', 'sets ignored', 'features shifted'],
    },
    {
      id: 'stored-sum',
      kind: 'paper',
      says: 'A collapsed pair stores (a + b)/√2 and drops the difference, so that each partner has norm 1/√2.',
      measures: 'mean norm in restarts with three collapsed pairs at p = 0.35',
      source: `${strip}, and its text`,
      holds: near(Math.SQRT1_2, 0.03)(mean(three.flatMap(({ weights }) => weights.map((row) => Math.hypot(...row))))),
      failsOn,
      nearMisses: ['untrained', 'weights 5 % too small', 'weights 5 % too large', 'sets ignored'],
    },
    {
      id: 'dense-sums-only',
      kind: 'paper',
      says: 'Above p = 0.5 the weights lie on the principal components, which are the sums of the pairs.',
      measures: `share of ‖W‖² on these components at p = ${densest.probability}, median over restarts`,
      source: strip,
      holds: atLeast(0.99)(medianOf(densest.restarts, ({ shareOnSums }) => shareOnSums)),
      failsOn,
      nearMisses: ['untrained', 'sets ignored', 'members mixed up', 'features shifted'],
    },
    {
      id: 'dense-principal-loss',
      kind: 'paper',
      says: 'Above p = 0.5 the model has the loss of principal components.',
      measures: `median exact loss at p = ${densest.probability} / loss of the best linear model`,
      source: `${strip}; linear optimum in closed form`,
      holds: near(1, 0.05)(medianOf(densest.restarts, exactLoss) / densest.linearOptimum),
      failsOn,
      nearMisses: ['untrained', 'biases lost', 'sets ignored', 'features shifted'],
    },
  ] as const
}

/** The paper does not say how its models start, and thresholds depend on it. */
function thresholdClaims({ strip: points, starts, exact }: CollapseNumbers) {
  const inWords = (values: readonly (number | null)[]) =>
    values.map((value) => value?.toPrecision(3) ?? 'nowhere').join(', ')
  const expected = inWords(paperThresholds)
  const agree = (values: readonly (number | null)[], most: number) =>
    values.every((value, k) => value !== null && Math.abs(Math.log(value / paperThresholds[k]!)) <= Math.log(most))
  const means = points.map(({ meanCollapsed }) => meanCollapsed)
  const neverFalls = means.every((value, k) => means.slice(0, k).every((before) => value >= before - 0.3))
  return [
    ...starts.slice(0, 2).map(
      ({ deviation, thresholds }) =>
        ({
          id: `thresholds-${String(deviation).replace('.', '-')}`,
          kind: 'paper',
          says: `With initial weights of standard deviation ${deviation}, the pairs collapse one after another at p ≈ 0.05, 0.15, and 0.2 to 0.25.`,
          measures: 'p where the mean number of collapsed pairs passes 1/2, 3/2 and 5/2',
          source: `${strip}; it does not state the initial weights`,
          holds: judged(expected, agree(thresholds, factor), `a factor ${factor}`)(inWords(thresholds)),
          failsOn,
          nearMisses: ['untrained', 'sets ignored', 'members mixed up'],
        }) as const,
    ),
    {
      id: 'third-by-start',
      kind: 'mathematics',
      says: `The larger the initial weights, the fewer pairs are collapsed at p = ${list(thirdPairProbabilities)}, where the third pair collapses.`,
      measures: `mean number of collapsed pairs there, for standard deviations ${list(starts.map(({ deviation }) => deviation))}`,
      source:
        'small weights first learn principal components (paper §8); the exact optimum has three collapsed pairs from p = 0.39 on',
      holds: falling()(starts.map(({ collapsedAtThird }) => collapsedAtThird)),
      failsOn,
      nearMisses: ['untrained', 'sets ignored', 'features shifted'],
    },
    {
      id: 'exact-thresholds',
      kind: 'paper',
      departs: true,
      says: 'In the exact optimum, the pairs collapse one after another at the thresholds of the paper.',
      measures: 'p at which the best models of two neighboring states have equal losses',
      source: `${strip}; ${minimized}`,
      holds: judged(expected, agree(exact.thresholds, 1.1), 'a factor 1.1')(inWords(exact.thresholds)),
      failsOn: ['untrained weights'],
      explanation:
        'In the exact optimum the third pair stays apart up to p = 0.39. The paper shows trained models. From small weights, training first learns principal components, in which all pairs are collapsed, and stays in the local optimum that develops from them.',
    },
    {
      id: 'more-as-denser',
      kind: 'paper',
      says: 'The denser the features, the more pairs are collapsed.',
      measures: 'mean number of collapsed pairs, by rising p',
      source: strip,
      holds: judged(
        'from 0 to 3, never falling',
        points.every(isSettled) && neverFalls && means[0]! <= 0.5 && means.at(-1)! >= 2.5,
        `a fall by 0.3; half a pair at the ends; at each p half of the restarts with a ${losingLittle}`,
      )(list(means, (value) => value.toFixed(1))),
      failsOn,
      nearMisses: ['untrained', 'sets ignored', 'members mixed up'],
    },
  ] as const
}

function lossClaims({ strip: points, exact }: CollapseNumbers) {
  const optimumAt = (probability: number) => exact.optima.find((optimum) => optimum.probability === probability)!.loss
  const overOptimum = ({ probability, restarts }: ProbabilityResult) =>
    best(restarts).exactLoss / optimumAt(probability)
  const sparsest = points[0]!
  const stuck = points.find(({ probability }) => probability === stuckProbability)!
  return [
    {
      id: 'best-is-optimal',
      kind: 'mathematics',
      says: 'Up to p = 0.17 the best restart reaches the exact optimum.',
      measures: 'exact loss / exact optimum, worst probability',
      source: minimized,
      holds: near(1, 0.01)(points.filter(({ probability }) => probability <= 0.17).map(overOptimum)),
      failsOn,
      nearMisses: ['untrained', 'tenth of training', 'biases lost', 'weights 5 % too small', 'features shifted'],
    },
    {
      id: 'state-losses',
      kind: 'mathematics',
      says: 'At every p the median restart has the lowest loss that is possible with its shape.',
      measures:
        'exact loss / lowest loss with as many collapsed pairs (three: as antipodes or as a triangle), median over restarts, worst p',
      source: minimized,
      holds: near(1, 0.01)(points.map(({ overItsShape }) => overItsShape)),
      failsOn: ['untrained weights', 'losses of nothing collapsed'],
      nearMisses: ['untrained', 'tenth of training', 'weights 5 % too small', 'weights 5 % too large'],
    },
    {
      id: 'local-optimum',
      kind: 'mathematics',
      says: 'At p = 0.25 the median restart stays in the local optimum in which three pairs are collapsed, while the exact optimum has two.',
      measures: 'median exact loss / exact optimum',
      source: `${minimized}; from small weights, training first learns principal components (paper §8)`,
      holds: near(
        optimumWith({ collapsed: 3, probability: 0.25 }).loss / optimumAt(0.25),
        0.01,
      )(medianOf(stuck.restarts, exactLoss) / optimumAt(0.25)),
      failsOn: ['untrained weights', 'two pairs collapsed at p = 0.25'],
      nearMisses: ['untrained', 'weights 5 % too small', 'weights 5 % too large', 'members mixed up'],
    },
    {
      id: 'sparse-better-than-principal',
      kind: 'paper',
      says: 'Without sparsity ReLU models gain nothing over principal components, and with sparsity they remove most of the loss.',
      measures: `median exact loss at p = ${sparsest.probability} / loss of the best linear model`,
      source: 'paper §7: from principal components to superposition',
      holds: atMost(0.3)(medianOf(sparsest.restarts, exactLoss) / sparsest.linearOptimum),
      failsOn,
      nearMisses: ['untrained', 'sets ignored', 'features shifted'],
    },
    sampledLosses(
      points.map(({ probability, restarts }) =>
        restarts.all.filter((restart) => restart.exactLoss < 1.2 * optimumAt(probability)),
      ),
      {
        trained: {
          which: 'at every p',
          nearMisses: ['untrained', 'density 25 % too high', 'losses 10 % too high', 'biases lost', 'sets ignored'],
        },
        source: 'exact loss, summed over sets of active features',
      },
    ),
  ] as const
}
