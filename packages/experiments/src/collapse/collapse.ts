/**
 * §7: as correlated pairs become denser, they collapse one after the other until only principal components are left.
 */
import { matrixFromRows } from '@digon/matrix'
import { alignedSolutionsFigure, curvesFigure } from '@digon/plot'
import { endedAs, everyModel, reversed } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, exactly, judged, near } from '../vocabulary/expectations.js'
import { freshSamples, lossesTwiceAsLarge } from '../vocabulary/fresh-samples.js'
import { hexagonSideBySide } from '../vocabulary/pairs.js'
import { best, curveOf, medianOf, shareOf } from '../vocabulary/restarts.js'
import { alignBySets, lawOf } from '../vocabulary/sets.js'
import { list, mean } from '../vocabulary/statistics.js'
import { joinSweeps, sweep } from '../vocabulary/sweep.js'
import { optimumWith, pairsAt } from './exact-states.js'
import { type CollapseNumbers, exactLoss, measureCollapse, type ProbabilityResult } from './measure.js'
import { collapseSettings, deviation, hiddenSize, learningRate, pairCount, probabilities } from './settings.js'
import * as text from './text.js'

const strip = 'paper §7, figure "from principal components to superposition"'
const minimized = 'exact losses of the four states, minimized over weights and biases'

/** Where the paper draws the line between two neighbors of its strip; of the third it says 0.2 to 0.25. */
const paperThresholds = [0.05, 0.15, Math.sqrt(0.2 * 0.25)] as const

/** The acceptance of thresholds: a factor either way. */
const factor = 1.5

const failsOn = ['untrained weights', 'the same models in reverse order'] as const

/** One probability inside each of the paper's ranges that the strip names. */
const ranges = [
  { name: 'none', probability: 0.03, state: hexagonSideBySide, says: 'Below 0.05 no pair is collapsed.' },
  { name: 'one', probability: 0.1, state: '1 collapsed', says: 'From 0.05 to 0.15 one pair is collapsed.' },
  { name: 'two', probability: 0.17, state: '2 collapsed', says: 'From 0.15 to 0.2 two pairs are collapsed.' },
  { name: 'three', probability: 0.35, state: '3 collapsed', says: 'From 0.25 to 0.5 all three pairs are collapsed.' },
]

export const collapse = defineExperiment({
  settings: collapseSettings,
  text,

  plan: ({ restarts, batchSize, steps }, seedOf) => ({
    strip: joinSweeps(
      probabilities.map((probability) =>
        sweep({
          name: `pairs-${String(probability).replace('.', '-')}`,
          model: { featureCount: 2 * pairCount, hiddenSize },
          batchSize,
          shared: { learningRate, initialization: { kind: 'normal', deviation } },
          conditions: [probability],
          member: () => ({ data: lawOf(pairsAt(probability)) }),
          seed: () => seedOf(String(probability)),
          restarts,
          steps,
          evaluationSamples: 20_000,
        }),
      ),
    ),
  }),

  measure: ({ strip }) => measureCollapse(strip),

  controls: {
    'the same models in reverse order': { trained: ({ strip }) => ({ strip: reversed(strip) }) },
    'two pairs collapsed at p = 0.25': {
      trained: ({ strip }) => ({
        strip: everyModel(strip, (trained, probability) =>
          probability === 0.25 ? endedAs(trained, optimumWith({ collapsed: 2, probability }).model) : trained,
        ),
      }),
    },
    'losses twice as large': { trained: ({ strip }) => ({ strip: lossesTwiceAsLarge(strip) }) },
    'exact thresholds of twice the size': {
      numbers: ({ strip, exact }: CollapseNumbers) => ({
        strip,
        exact: { ...exact, thresholds: exact.thresholds.map((value) => 2 * value) },
      }),
    },
    'an exact third threshold of 0.25': {
      numbers: ({ strip, exact }: CollapseNumbers) => ({
        strip,
        exact: { ...exact, thresholds: [...exact.thresholds.slice(0, 2), 0.25] },
      }),
    },
  },

  claims: ({ strip: points, exact }) => {
    const at = (probability: number) => points.find((point) => point.probability === probability)!
    const optimumAt = (probability: number) => exact.optima.find((optimum) => optimum.probability === probability)!.loss
    const ofLinear = ({ restarts, linearOptimum }: ProbabilityResult) => medianOf(restarts, exactLoss) / linearOptimum
    const [sparsest, densest] = [points[0]!, points.at(-1)!]
    const thresholds = exact.thresholds.map((value) => value.toPrecision(3))
    const factors = exact.thresholds.slice(0, 2).map((value, k) => value / paperThresholds[k]!)
    const three = at(0.35).restarts.all.filter(({ collapsed }) => collapsed === 3)
    const means = points.map(({ meanCollapsed }) => meanCollapsed)
    const neverFalls = means.every((value, k) => means.slice(0, k).every((before) => value >= before - 0.3))
    return [
      ...ranges.map(({ name, probability, state, says }) => ({
        id: `${name}-collapsed`,
        says,
        measures: `the state that most restarts reach at p = ${probability}`,
        source: strip,
        holds: exactly(
          state,
          'collapsed: cosine of partners above 0.95; apart: gaps within 12° of 60°',
        )(at(probability).typical.state),
        failsOn,
      })),
      {
        id: 'stored-sum',
        says: 'A collapsed pair stores (a + b)/√2 and drops the difference, so that each partner has norm 1/√2.',
        measures: 'mean norm where three pairs are collapsed, p = 0.35',
        source: `${strip}, and its text`,
        holds: near(Math.SQRT1_2, 0.05)(mean(three.flatMap(({ weights }) => weights.map((row) => Math.hypot(...row))))),
        failsOn,
      },
      {
        id: 'dense-sums-only',
        says: 'Above 0.5 the weights lie on the principal components, the sums of pairs.',
        measures: `their share of ‖W‖² at p = ${densest.probability}, median over restarts`,
        source: strip,
        holds: atLeast(0.98)(medianOf(densest.restarts, ({ shareOnSums }) => shareOnSums)),
        failsOn,
      },
      {
        id: 'dense-principal-loss',
        says: 'Above 0.5 the model loses what principal components lose.',
        measures: `median loss at p = ${densest.probability} / loss of the best linear model`,
        source: `${strip}; linear optimum in closed form`,
        holds: near(1, 0.05)(ofLinear(densest)),
        failsOn,
      },
      {
        id: 'sparse-better-than-principal',
        says: 'Without sparsity ReLU models gain nothing over principal components, with it nearly everything.',
        measures: `median loss at p = ${sparsest.probability} / loss of the best linear model`,
        source: 'paper §7: from principal components to superposition',
        holds: atMost(0.3)(ofLinear(sparsest)),
        failsOn,
      },
      ...(['first', 'second', 'third'] as const).map((name, k) => {
        const expected = paperThresholds[k]!
        const observed = crossing(points, k + 0.5)
        return {
          id: `${name}-threshold`,
          says: `The ${name} pair collapses at p ≈ ${name === 'third' ? '0.2 to 0.25' : expected}.`,
          measures: `p where the mean number of collapsed pairs passes ${k + 0.5} (exact optima: ${thresholds[k]})`,
          source: strip,
          holds: judged(
            expected.toPrecision(3),
            Math.abs(Math.log(observed / expected)) <= Math.log(factor),
            `a factor ${factor}`,
          )(Number.isFinite(observed) ? observed : 'nowhere'),
          failsOn,
        }
      }),
      {
        id: 'more-as-denser',
        says: 'The denser the features, the more pairs are collapsed.',
        measures: 'mean number of collapsed pairs, by rising p',
        source: strip,
        holds: judged(
          'from 0 to 3, never falling',
          neverFalls && means[0]! <= 0.5 && means.at(-1)! >= 2.5,
          'a fall by 0.3; half a pair at the ends',
        )(list(means, (value) => value.toFixed(1))),
        failsOn,
      },
      {
        id: 'exact-agrees',
        says: `Exact optima collapse one pair from p = ${thresholds[0]} on, two from ${thresholds[1]}, near the paper's 0.05 and 0.15.`,
        measures: 'larger factor between a threshold and the paper’s',
        source: minimized,
        holds: atMost(factor)(factors.map((value) => Math.max(value, 1 / value))),
        failsOn: ['exact thresholds of twice the size'],
      },
      {
        id: 'exact-third-later',
        says: `The exact optimum keeps the third pair apart up to p = ${thresholds[2]}, beyond the paper's 0.2 to 0.25.`,
        measures: 'exact third threshold',
        source: minimized,
        holds: atLeast(0.3)(exact.thresholds[2]!),
        failsOn: ['an exact third threshold of 0.25'],
      },
      {
        id: 'local-optimum',
        says: 'At p = 0.25 the median restart is not at the exact optimum, which has two pairs collapsed.',
        measures: 'median loss / loss of the exact optimum',
        source: 'exact loss; training from small weights goes through principal components first (paper §8)',
        holds: atLeast(1.03)(medianOf(at(0.25).restarts, exactLoss) / optimumAt(0.25)),
        failsOn: ['two pairs collapsed at p = 0.25'],
      },
      {
        id: 'best-is-optimal',
        says: 'Up to p = 0.17 the best restart reaches the exact optimum.',
        measures: 'loss / loss of the exact optimum, the largest of all probabilities',
        source: minimized,
        holds: atMost(1.02)(
          points
            .filter(({ probability }) => probability <= 0.17)
            .map(({ probability, restarts }) => best(restarts).exactLoss / optimumAt(probability)),
        ),
        failsOn,
      },
      {
        id: 'restarts',
        says: 'In the middle of each of the paper’s ranges at least two of five restarts end in its state.',
        measures: `smallest share of restarts at p = ${list(ranges.map(({ probability }) => probability))}`,
        source: 'restarts; the paper shows one model each',
        holds: atLeast(0.4)(
          ranges.map(({ probability, state }) =>
            shareOf(at(probability).restarts, (restart) => restart.state === state),
          ),
        ),
        failsOn,
      },
      freshSamples(
        points.flatMap(({ restarts }) => restarts.all),
        { tolerance: 0.03, source: 'exact loss by sets of active features' },
      ),
    ]
  },

  figures: ({ strip: points, exact }) => {
    const dense = [...points].reverse()
    const means = points.map(({ probability, meanCollapsed }) => `${meanCollapsed.toFixed(2)} at p = ${probability}`)
    const thresholds = list(exact.thresholds, (value) => value.toPrecision(3))
    const curves = points.map(({ probability, restarts }) => ({ x: probability, restarts }))
    const xAxis = { title: 'p, probability that a pair is on', scale: 'log' } as const
    const [first, second, third] = exact.thresholds as [number, number, number]
    const [least, most] = [points[0]!.probability, points.at(-1)!.probability]
    const relative = points.map(({ probability, restarts, linearOptimum }) => ({
      x: probability,
      restarts: { ...restarts, all: restarts.all.map((restart) => restart.exactLoss / linearOptimum) },
    }))
    const losses = relative.map(
      ({ x, restarts }) =>
        `At p = ${x} the best restart has ${best(restarts).toFixed(3)}, ` +
        `the median ${medianOf(restarts, Number).toFixed(3)}.`,
    )
    return [
      alignedSolutionsFigure({
        name: 'strip',
        title: 'From principal components to superposition: how many pairs are collapsed, at which p',
        description:
          'The best of the models in the commonest state at each probability, features of a pair in one color. ' +
          dense.map(statesInWords).join(' '),
        panels: alignedPanels(dense),
        sets: [0, 0, 1, 1, 2, 2],
        setLabels: ['pair 1', 'pair 2', 'pair 3'],
      }),
      curvesFigure({
        name: 'collapsed-pairs',
        title: 'Collapsed pairs, of three',
        description:
          `Mean number of collapsed pairs over restarts: ${means.join(', ')}. The exact optima change at ` +
          `p = ${thresholds}; the paper draws its lines at 0.05, 0.15, 0.2 to 0.25, and 0.5.`,
        bandMeaning: 'line: mean of restarts, band: from least to most; dotted: the paper’s lines',
        xAxis,
        yAxis: { title: 'collapsed pairs', domain: [0, 3] },
        curves: [
          {
            ...curveOf('trained models', curves, ({ collapsed }) => collapsed),
            y: points.map(({ meanCollapsed }) => meanCollapsed),
          },
        ],
        references: [
          {
            label: 'exact optimum',
            x: [least, first, first, second, second, third, third, most],
            y: [0, 0, 1, 1, 2, 2, 3, 3],
          },
        ],
        guides: [0.05, 0.15, 0.2, 0.25, 0.5].map((x) => ({ x, label: '' })),
      }),
      curvesFigure({
        name: 'losses',
        title: 'Loss in units of principal components',
        description: `Exact loss over that of the best linear model. ${losses.join(' ')}`,
        bandMeaning: 'line: median of restarts, band: from the best to the worst',
        xAxis,
        yAxis: { title: 'loss / loss of the best linear model' },
        curves: [curveOf('trained models', relative, Number)],
        references: [
          {
            label: 'exact optimum',
            x: exact.optima.map(({ probability }) => probability),
            y: exact.optima.map(({ loss }, k) => loss / points[k]!.linearOptimum),
          },
        ],
      }),
    ]
  },
})

/**
 * Between the last probability at which the mean number of collapsed pairs is below `level` and the next one,
 * interpolated on a logarithmic axis; NaN when it is below throughout or nowhere.
 */
function crossing(points: readonly ProbabilityResult[], level: number): number {
  const last = points.findLastIndex(({ meanCollapsed }) => meanCollapsed < level)
  const [below, above] = [points[last], points[last + 1]]
  if (below === undefined || above === undefined) return Number.NaN
  const share = (level - below.meanCollapsed) / (above.meanCollapsed - below.meanCollapsed)
  return below.probability * (above.probability / below.probability) ** share
}

/** Each typical model is turned onto the one before. */
function alignedPanels(points: readonly ProbabilityResult[]) {
  let target = matrixFromRows(points[0]!.typical.weights)
  return points.map(({ probability, typical }) => {
    target = alignBySets(matrixFromRows(typical.weights), target, 2)
    return { note: String(typical.collapsed || 'none'), probability, weights: target }
  })
}

function statesInWords({ probability, states }: ProbabilityResult): string {
  const counts = Object.entries(states).map(([state, count]) => `${count} × ${state}`)
  return `At p = ${probability}: ${counts.join('; ')}.`
}
