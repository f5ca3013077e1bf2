/** §12: an L1 penalty on the hidden units removes superposition, and with it the features that lived there. */
import { matrixFromRows, toRows } from '@digon/matrix'
import { featureNorms, gramMatrix, interference, representedFeatures } from '@digon/metrics'
import { curvesFigure, gramFigure, normBarsFigure, plannedFigure } from '@digon/plot'
import { penalizedNorm } from '@digon/theory'
import { everyModel, featuresReversed, modelsOf, reversed, scaledFeatures } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, exactly, near, rising } from '../vocabulary/expectations.js'
import { bandMeaning, best, curveOf, medianOf, restartsBy, shareOf } from '../vocabulary/restarts.js'
import { sweep, type Trained, type TrainedMember } from '../vocabulary/sweep.js'
import { model, probability, sparsityPenaltySettings } from './settings.js'
import * as text from './text.js'

const { featureCount, hiddenSize } = model

/** Feature i has the importance `importanceBase`ⁱ, i from 0. */
const importanceBase = 0.7
const removes = 'paper §12: an L1 penalty on the hidden units removes superposition in toy models, at a cost'

/** Interference below this is none: a feature has a dimension of its own. */
const mostForDedicated = 0.1

/** Norms of features that do not meet, in closed form; 0 where dropping the feature costs less. */
export function loneNorms(penalty: number, importance: readonly number[]): readonly number[] {
  return importance.map((weight) => penalizedNorm((featureCount * penalty) / weight))
}

type PenaltyResult = ReturnType<typeof measurePenalty>
type PenalizedRestart = ReturnType<typeof measureRestart>

function measurePenalty({ condition: penalty, ...trained }: Trained<number>, importance: readonly number[]) {
  return {
    penalty,
    loneNorms: loneNorms(penalty, importance),
    restarts: restartsBy(trained, measureRestart, ({ loss }) => loss),
  }
}

function measureRestart({ weights, bias, loss, errors, member }: TrainedMember) {
  const norms = [...featureNorms(weights)]
  const shared = [...interference(weights)]
  const represented = [...representedFeatures(weights)]
  const rows = toRows(weights)
  return {
    loss,
    /** What the reconstruction loses, the penalty left out. */
    reconstruction: member.importance.reduce((sum, weight, i) => sum + weight * errors[i]!, 0) / featureCount,
    norms,
    interference: shared,
    bias: [...bias],
    represented,
    largestInterference: represented.reduce((largest, i) => Math.max(largest, shared[i]!), 0),
    /** Smallest share of a represented feature's norm that lies on one hidden unit; 1 when there is none. */
    onOneUnit: represented.reduce((least, i) => Math.min(least, Math.max(...rows[i]!.map(Math.abs)) / norms[i]!), 1),
    weights: rows,
  }
}

const count = ({ represented }: PenalizedRestart) => represented.length
const reconstruction = (restart: PenalizedRestart) => restart.reconstruction
const onOneUnit = (restart: PenalizedRestart) => restart.onOneUnit
const isFree = (restart: PenalizedRestart) => count(restart) > 0 && restart.largestInterference < mostForDedicated
const worthKeeping = ({ loneNorms }: PenaltyResult) => loneNorms.filter((norm) => norm > 0).length

export const sparsityPenalty = defineExperiment({
  settings: sparsityPenaltySettings,
  text,

  plan: ({ penalties, restarts, batchSize, steps }, seedOf) => ({
    sweep: sweep({
      name: 'sweep',
      model,
      batchSize,
      // Weight decay would be a second penalty.
      shared: { data: { probability }, importance: { base: importanceBase }, learningRate: 0.01, weightDecay: 0 },
      conditions: penalties,
      member: (hiddenL1) => ({ hiddenL1 }),
      seed: (penalty) => seedOf(String(penalty)),
      restarts,
      steps,
      evaluationSamples: 100_000,
    }),
  }),

  measure: ({ sweep }) => {
    const { importance } = sweep[0]!.members[0]!.member
    return sweep.map((trained) => measurePenalty(trained, importance))
  },

  controls: {
    'models without penalty': { trained: ({ sweep }) => ({ sweep: modelsOf(sweep, (penalty) => penalty === 0) }) },
    'models under a strong penalty': {
      trained: ({ sweep }) => ({ sweep: modelsOf(sweep, (penalty) => penalty === 0.01) }),
    },
    'the same models in reverse order': { trained: ({ sweep }) => ({ sweep: reversed(sweep) }) },
    'models without features': {
      trained: ({ sweep }) => ({
        sweep: everyModel(
          sweep,
          scaledFeatures(() => 0),
        ),
      }),
    },
    'unit norms': {
      trained: ({ sweep }) => ({
        sweep: everyModel(
          sweep,
          scaledFeatures((norm) => (norm > 0.5 ? 1 / norm : 1)),
        ),
      }),
    },
    'features kept in reverse order': { trained: ({ sweep }) => ({ sweep: everyModel(sweep, featuresReversed) }) },
  },

  claims: (points) => {
    const free = points[0]!
    // Fewer than m features are worth their penalty, so that none has to share.
    const strong = points.filter((point) => worthKeeping(point) < hiddenSize)
    const penalized = points.filter((point) => worthKeeping(point) < featureCount / 2)
    const first = strong[0]!
    const from = `From λ = ${first.penalty} on`
    const at = `at λ = ${penalized.map(({ penalty }) => penalty).join(', ')}`
    return [
      {
        id: 'superposition-without',
        says: `Without a penalty, models represent more than ${hiddenSize} features in ${hiddenSize} dimensions.`,
        measures: 'features represented, median over restarts',
        source: 'paper §3',
        holds: atLeast(hiddenSize + 3)(medianOf(free.restarts, count)),
        failsOn: ['models under a strong penalty'],
      },
      {
        id: 'at-most-dimensions',
        says: `${from}, no restart represents more features than dimensions.`,
        measures: 'the most features that any restart represents',
        source: removes,
        holds: atMost(hiddenSize)(strong.flatMap(({ restarts }) => restarts.all.map(count))),
        failsOn: ['models without penalty'],
      },
      {
        id: 'no-interference-left',
        says: `${from}, the features that are left have dimensions of their own.`,
        measures: 'largest interference in the best restarts',
        source: removes,
        holds: atMost(mostForDedicated)(strong.map(({ restarts }) => best(restarts).largestInterference)),
        failsOn: ['untrained weights', 'models without penalty'],
      },
      {
        id: 'interference-without',
        says: 'Without a penalty, features share dimensions.',
        measures: 'largest interference in the best restart',
        source: 'paper §3',
        holds: atLeast(0.5)(best(free.restarts).largestInterference),
        failsOn: ['models under a strong penalty'],
      },
      {
        id: 'removal-restarts',
        says: `At λ = ${first.penalty}, superposition is gone in at least half of the restarts, and features are left.`,
        measures: 'share of restarts',
        source: `${removes}; one run alone would be an anecdote`,
        holds: atLeast(0.5)(shareOf(first.restarts, isFree)),
        failsOn: ['untrained weights', 'models without penalty', 'models without features'],
      },
      {
        id: 'loss-cost',
        says: 'Without superposition, the reconstruction loses more; the penalty itself is left out.',
        measures: `median loss at λ = ${first.penalty} / median loss without penalty`,
        source: removes,
        holds: atLeast(2)(medianOf(first.restarts, reconstruction) / medianOf(free.restarts, reconstruction)),
        failsOn: ['untrained weights', 'models without penalty'],
      },
      {
        id: 'loss-rises',
        says: 'The stronger the penalty, the more the reconstruction loses.',
        measures: `median loss without penalty and ${at}`,
        source: removes,
        holds: rising()([free, ...penalized].map(({ restarts }) => medianOf(restarts, reconstruction))),
        failsOn: ['models without penalty', 'the same models in reverse order'],
      },
      {
        id: 'least-important-first',
        says: 'Features are given up in order of importance, the least important first.',
        measures: `whether the best restarts ${at} keep the most important features, and at least one`,
        source: 'each feature is worth its importance and pays the same penalty',
        holds: exactly(true, 'features with a norm above 0.5 are 0, 1, …, k − 1')(keepTheMostImportant(penalized)),
        failsOn: ['untrained weights', 'features kept in reverse order'],
      },
      {
        id: 'survivors',
        says: `${from}, a feature survives where its importance is above nλ / 0.7258.`,
        measures: 'largest difference in the number of features, best restarts',
        source: 'closed form: (1 − w²)²/3 + κw/2 stays below 1/3 up to κ = nλ/I = (8/9)·√(2/3)',
        holds: near(0, 1)(strong.map((point) => count(best(point.restarts)) - worthKeeping(point))),
        failsOn: ['models without penalty', 'models without features'],
      },
      {
        id: 'shrunk-norms',
        says: `${from}, survivors shrink to the norm that a closed form gives.`,
        measures: 'largest difference of a norm, best restarts',
        source: 'closed form: w(1 − w²) = 3κ/8, κ = nλ/I',
        holds: near(0, 0.03)(strong.flatMap(normDifferences)),
        failsOn: ['unit norms', 'models without features'],
      },
      {
        id: 'privileged-basis',
        says: `The penalty makes hidden units meaningful: ${from.toLowerCase()}, a represented feature lies on one unit.`,
        measures: 'smallest median share of a norm on one unit',
        source: 'Σ|hidden| depends on the basis, unlike the rest of the loss; paper §10 on privileged bases',
        holds: atLeast(0.98)(strong.map(({ restarts }) => medianOf(restarts, onOneUnit))),
        failsOn: ['untrained weights', 'models without penalty'],
      },
      {
        id: 'no-basis-without',
        says: 'Without a penalty, features lie across units.',
        measures: 'median of the smallest share of a norm on one unit',
        source: 'the loss does not change when the hidden space is rotated',
        holds: atMost(0.9)(medianOf(free.restarts, onOneUnit)),
        failsOn: ['models under a strong penalty'],
      },
    ]
  },

  figures: (points) => {
    const words = `${featureCount} features in ${hiddenSize} dimensions, p = ${probability}`
    const [free, ...penalized] = points as [PenaltyResult, ...PenaltyResult[]]
    const curves = penalized.map(({ penalty, restarts }) => ({ x: penalty, restarts }))
    const xAxis = { title: 'weight of the penalty, λ', scale: 'log' } as const
    const freeLoss = medianOf(free.restarts, reconstruction)
    const last = penalized.at(-1)!
    const kept = points.map(({ penalty, restarts }) => `${count(best(restarts))} at λ = ${penalty}`).join(', ')
    const description = `Best restarts, ${words}. Features with a norm above 0.5: ${kept}.`
    return [
      plannedFigure(curvesFigure, {
        name: 'features-kept',
        title: 'A penalty drops features until none must share',
        description,
        curves: [curveOf('represented', curves, count)],
        references: [
          { label: 'worth their penalty, if alone', x: curves.map(({ x }) => x), y: penalized.map(worthKeeping) },
        ],
        xAxis,
        yAxis: { title: 'features with a norm above 0.5' },
        bandMeaning,
        guides: [
          { label: 'dimensions', y: hiddenSize },
          { label: 'without penalty', y: medianOf(free.restarts, count) },
        ],
      }),
      plannedFigure(curvesFigure, {
        name: 'loss-over-penalty',
        title: 'What the reconstruction loses',
        description: `Loss on fresh samples without the penalty itself, ${words}: median ${freeLoss.toPrecision(3)} at λ = 0, ${medianOf(last.restarts, reconstruction).toPrecision(3)} at λ = ${last.penalty}.`,
        curves: [curveOf('reconstruction', curves, reconstruction)],
        xAxis,
        yAxis: { title: 'loss, penalty left out', scale: 'log' },
        bandMeaning,
        guides: [{ label: 'without penalty', y: freeLoss }],
      }),
      plannedFigure(normBarsFigure, {
        name: 'norms',
        title: 'Norms of the features under a penalty',
        description,
        panels: points.map(({ penalty, restarts }) => ({ note: `λ = ${penalty}`, ...best(restarts) })),
        hiddenSize,
        importance: Array.from({ length: featureCount }, (_, feature) => importanceBase ** feature),
        columns: 4,
      }),
      plannedFigure(gramFigure, {
        name: 'gram',
        title: 'Products of feature vectors, and biases',
        description,
        panels: points.map(({ penalty, restarts }) => {
          const { weights, bias } = best(restarts)
          return { note: `λ = ${penalty}`, gram: gramMatrix(matrixFromRows(weights)), bias }
        }),
        columns: 4,
      }),
    ]
  },
})

function keepTheMostImportant(points: readonly PenaltyResult[]): boolean {
  const bests = points.map(({ restarts }) => best(restarts))
  const inOrder = bests.every(({ represented }) => represented.every((feature, rank) => feature === rank))
  return inOrder && medianOf({ planned: bests.length, all: bests }, count) > 0
}

function normDifferences({ restarts, loneNorms }: PenaltyResult): readonly number[] {
  const { represented, norms } = best(restarts)
  return represented.map((feature) => norms[feature]! - loneNorms[feature]!)
}
