/** §2: five features of falling importance in two dimensions: a right angle, a square, a pentagon as they become sparser. */

import { dot, matrixFromRows, toRows } from '@digon/matrix'
import { interference } from '@digon/metrics'
import { featureVectorFigure, lossFigure, plannedFigure } from '@digon/plot'
import { type IndependentFeatures, linearOptimum, reluLoss } from '@digon/theory'
import { modelsOf, reversed } from '../vocabulary/controls.js'
import { type ClaimRow, defineExperiment } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, exactly, near, shareAtLeast } from '../vocabulary/expectations.js'
import { firstStep, firstStepOf } from '../vocabulary/first-step.js'
import { firstRestartRepeated, independentRestarts } from '../vocabulary/independent-restarts.js'
import { best, bestShown, countOf, historyOf, medianOf, restartsBy, tally } from '../vocabulary/restarts.js'
import { lossesTooHigh, sampledLosses } from '../vocabulary/sampled-losses.js'
import { featuresOf, sweep, type Trained, type TrainedMember } from '../vocabulary/sweep.js'
import bestKnown from './best-known.json' with { type: 'json' }
import { type PlaneShape, planeShape } from './plane-shape.js'
import { importanceBase, introSettings, model, panelProbabilities, stripProbabilities } from './settings.js'
import * as text from './text.js'

const figure = 'paper §2, figure of five features in two dimensions'

/** The shapes of the three panels, in the words of `shapeWithRest`. */
const shapes = {
  dense: 'right angle of 0, 1; rest at 0',
  middle: 'square of 0, 1, 2, 3; rest at 0',
  sparse: 'pentagon of 0, 1, 2, 3, 4',
}
/** Norms of features that are left out are smaller. */
const normTolerance = 0.1
const angles = `angles within 8°, rest below ${normTolerance}`

/** Of the least loss. After a tenth of the training the best restarts are still .15 to 1.5 % above it. */
const lossTolerance = 0.0025

/** At p = .514 and .368 local minima lie within .4 % of the least loss, and few restarts go below them. */
const stripTolerance = 0.005

const leastLosses: ReadonlyMap<number, number> = new Map(
  bestKnown.models.map(({ probability, loss }) => [probability, loss]),
)

/** What claims about the loss of a best restart share. */
const lossRow = {
  kind: 'mathematics',
  measures: 'exact loss of the best restart / lowest known loss',
  source: `intro/best-known.json: ${bestKnown.source}`,
  nearMisses: ['untrained', 'biases lost', 'weights 5 % too large', 'output activation swapped', 'members mixed up'],
} as const

type ProbabilityResult = ReturnType<typeof measureProbability>
type RestartResult = ReturnType<typeof measureRestart>

function measureProbability({ condition: probability, ...trained }: Trained<number>) {
  const restarts = restartsBy(trained, measureRestart, exactLoss)
  return { probability, restarts, shapes: tally(restarts, ({ shape }) => shape.name) }
}

/** Losses are averaged over features, as in training. */
function measureRestart(trained: TrainedMember) {
  const { weights, bias, loss, lossStandardError } = trained
  return {
    loss,
    lossStandardError,
    /** The exact expectation at the same weights. */
    exactLoss: reluLoss({ weights, bias }, featuresOf(trained)),
    weights: toRows(weights),
    bias: [...bias],
    interference: [...interference(weights)],
    shape: planeShape(weights),
  }
}

const exactLoss = (restart: RestartResult) => restart.exactLoss

export const intro = defineExperiment({
  settings: introSettings,
  text,

  plan: ({ batchSize, steps, learningRate, schedule, restarts }, seedOf) => {
    const sweepOf = (name: 'panels' | 'strip', conditions: readonly number[]) =>
      sweep({
        name,
        model,
        optimizer: { schedule: schedule === 'constant' ? { kind: 'constant' } : { kind: schedule, totalSteps: steps } },
        batchSize,
        shared: {
          importance: { base: importanceBase },
          learningRate,
          // The result of the notebook's initialization: it takes its ten models of 5 × 2 weights for one tensor.
          initialization: { kind: 'xavier-normal', fanIn: 10, fanOut: 20 },
        },
        conditions,
        member: (probability) => ({ data: { probability } }),
        seed: (probability) => seedOf(String(probability)),
        restarts: restarts[name],
        steps,
        record: [1],
        evaluationSamples: 50_000,
      })
    return { panels: sweepOf('panels', panelProbabilities), strip: sweepOf('strip', stripProbabilities) }
  },

  measure: ({ panels, strip }) => ({
    importance: panels[0]!.members[0]!.member.importance,
    panels: panels.map((trained) => ({ ...measureProbability(trained), history: historyOf(trained) })),
    strip: strip.map(measureProbability),
    firstStep: firstStepOf(panels[0]!),
  }),

  controls: {
    'the models of 0 % sparsity': {
      trained: ({ panels, strip }) => ({ panels: modelsOf(panels, (p) => p === 1), strip }),
    },
    'the models of 80 % sparsity': {
      trained: ({ panels, strip }) => {
        const square = panels.filter(({ condition }) => condition === 0.2)
        const everywhere = (sweep: typeof strip) => modelsOf([...square, ...sweep], (p) => p === 0.2).slice(1)
        return { panels: everywhere(panels), strip: everywhere(strip) }
      },
    },
    'the models of 90 % sparsity': {
      trained: ({ panels, strip }) => ({ panels: modelsOf(panels, (p) => p === 0.1), strip }),
    },
    'the same models in reverse order': {
      trained: ({ panels, strip }) => ({ panels: reversed(panels), strip: reversed(strip) }),
    },
    'losses 10 % too high': {
      trained: ({ panels, strip }) => ({ panels: lossesTooHigh(panels), strip: lossesTooHigh(strip) }),
    },
    'one restart repeated': {
      trained: ({ panels, strip }) => ({ panels: firstRestartRepeated(panels), strip: firstRestartRepeated(strip) }),
    },
  },

  claims: ({ panels, strip, firstStep: step }) => {
    const [dense, middle, sparse] = [panels[0]!, panels[1]!, panels[2]!]
    const [bestDense, bestMiddle, bestSparse] = [best(dense.restarts), best(middle.restarts), best(sparse.restarts)]
    const all = [...panels, ...strip].sort((a, b) => b.probability - a.probability)
    const groups = all.map(({ restarts }) => restarts)
    const kept = all.map(({ restarts }) => best(restarts).shape.features.length)
    const shape = { kind: 'paper', measures: 'shape of the best restart' } as const
    const bestLoss = ({ probability, restarts }: ProbabilityResult) =>
      best(restarts).exactLoss / leastLosses.get(probability)!
    return [
      {
        ...shape,
        id: 'dense-right-angle',
        says: 'At 0 % sparsity the best restart represents the two most important features at right angles and leaves the other three at 0.',
        source: `${figure}, first panel`,
        holds: exactly(shapes.dense, angles)(shapeWithRest(bestDense)),
        nearMisses: ['untrained', 'importance ignored', 'members mixed up', 'features shifted'],
        failsOn: ['untrained weights', 'the models of 90 % sparsity'],
      },
      {
        id: 'dense-loss',
        kind: 'mathematics',
        says: 'At 0 % sparsity the median restart has the loss of the best linear model, V(1)·Σ_{i>2} I_i / 5.',
        measures: 'exact loss, median over restarts',
        source: 'linear optimum: weighted principal components',
        holds: near(
          linearOptimum(featuresAt(1), model.hiddenSize).loss,
          `${100 * lossTolerance} %`,
        )(medianOf(dense.restarts, exactLoss)),
        nearMisses: ['untrained', 'tenth of training', 'biases lost', 'weights 5 % too small', 'members mixed up'],
        failsOn: ['untrained weights', 'the models of 80 % sparsity'],
      },
      {
        id: 'dense-mean-bias',
        kind: 'paper',
        says: 'At 0 % sparsity the output for each feature that is left out is its mean, 1/2.',
        measures: 'bias, median over restarts, of the feature farthest from 1/2',
        source: 'paper §3: the bias sets features that are not learned to their mean',
        holds: near(0.5, 0.02)([2, 3, 4].map((i) => medianOf(dense.restarts, ({ bias }) => bias[i]!))),
        nearMisses: ['untrained', 'tenth of training', 'biases lost', 'weight decay times ten'],
        failsOn: ['untrained weights', 'the models of 90 % sparsity'],
      },
      restartsClaim('dense', dense, 'end with the two most important features at right angles', 0.5),
      {
        ...shape,
        id: 'middle-square',
        says: 'At 80 % sparsity the best restart represents the four most important features as two antipodal pairs and leaves the fifth at 0.',
        source: `${figure}, second panel`,
        holds: exactly(shapes.middle, angles)(shapeWithRest(bestMiddle)),
        nearMisses: ['untrained', 'output activation swapped', 'members mixed up', 'features shifted'],
        failsOn: ['untrained weights', 'the models of 0 % sparsity', 'the models of 90 % sparsity'],
      },
      {
        ...lossRow,
        id: 'middle-loss',
        says: 'At 80 % sparsity the best restart has the lowest possible loss.',
        holds: near(1, lossTolerance)(bestLoss(middle)),
        failsOn: ['untrained weights', 'the models of 90 % sparsity'],
      },
      restartsClaim('middle', middle, 'end as a square of the four most important features', 0.125),
      {
        ...shape,
        id: 'sparse-pentagon',
        says: 'At 90 % sparsity the best restart represents all five features as a pentagon.',
        source: `${figure}, third panel`,
        holds: exactly(shapes.sparse, 'angles within 8° of 72°')(shapeWithRest(bestSparse)),
        nearMisses: [
          'untrained',
          'gradient of the first feature lost',
          'output activation swapped',
          'members mixed up',
        ],
        failsOn: ['untrained weights', 'the models of 0 % sparsity', 'the models of 80 % sparsity'],
      },
      {
        ...lossRow,
        id: 'sparse-loss',
        says: 'At 90 % sparsity the best restart has the lowest possible loss.',
        holds: near(1, lossTolerance)(bestLoss(sparse)),
        failsOn: ['untrained weights', 'the models of 80 % sparsity'],
      },
      {
        ...lossRow,
        id: 'strip-losses',
        says: 'At each of the nine other probabilities the best restart has the lowest possible loss.',
        holds: near(1, stripTolerance)(strip.map(bestLoss)),
        failsOn: ['untrained weights', 'the models of 80 % sparsity'],
      },
      {
        id: 'sparse-positive-interference',
        kind: 'paper',
        says: 'At 90 % sparsity the best restart has positive interference.',
        measures: 'largest W_i·W_j of two features',
        source: `${figure}, third panel; in a regular pentagon cos 72° · ‖W‖² = 0.37`,
        holds: atLeast(0.25)(largestProduct(bestSparse)),
        nearMisses: ['untrained', 'output activation swapped', 'members mixed up'],
        failsOn: ['untrained weights', 'the models of 0 % sparsity', 'the models of 80 % sparsity'],
      },
      {
        id: 'sparse-negative-bias',
        kind: 'paper',
        says: 'At 90 % sparsity all biases of the best restart are negative, which filters out positive interference.',
        measures: 'largest of the five biases',
        source: 'paper §2 and §4: a negative bias removes small positive interference',
        holds: atMost(-0.1)(bestSparse.bias),
        nearMisses: ['untrained', 'biases lost', 'output activation swapped', 'members mixed up'],
        failsOn: ['untrained weights', 'the models of 0 % sparsity', 'the models of 80 % sparsity'],
      },
      restartsClaim('sparse', sparse, 'end as a pentagon of all five features', 0.25),
      {
        id: 'pentagon-below-a-tenth',
        kind: 'paper',
        says: 'At every probability of at most .1 the best restart is a pentagon.',
        measures: 'whether every best restart is a pentagon',
        source: 'paper §2; official notebook, p = 20^(−k/9)',
        holds: exactly(
          true,
          'angles within 8° of 72°',
        )(strip.every(({ probability: p, restarts }) => p > 0.1 || best(restarts).shape.name === 'pentagon')),
        nearMisses: ['untrained', 'output activation swapped', 'members mixed up'],
        failsOn: ['untrained weights', 'the models of 80 % sparsity'],
      },
      {
        id: 'more-features-as-sparser',
        kind: 'paper',
        says: 'As features become sparser, the best restart represents more of them, from two to all five.',
        measures: 'whether the number of represented features goes from 2 to 5 and never falls',
        source: 'paper §2: sparsity lets models represent more features than dimensions',
        holds: exactly(
          true,
          'features with a norm above 0.5',
        )(kept.every((count, k) => k === 0 || count >= kept[k - 1]!) && kept[0] === 2 && kept.at(-1) === 5),
        nearMisses: ['untrained', 'gradient of the first feature lost', 'members mixed up'],
        failsOn: ['untrained weights', 'the same models in reverse order'],
      },
      sampledLosses(
        groups.map(({ all: restarts }) => restarts),
        { source: 'exact loss by sets of active features' },
      ),
      independentRestarts(groups),
      firstStep(step),
    ]
  },

  figures: ({ importance, panels, strip }) => {
    const all = [...panels, ...strip].sort((a, b) => b.probability - a.probability)
    const losses = panels.map(({ probability, restarts: { all: ended } }) => {
      const [least, most] = [ended[0]!, ended.at(-1)!].map((restart) => restart.exactLoss.toPrecision(3))
      return `At p = ${probability} the ${ended.length} restarts end between ${least} and ${most}.`
    })
    return [
      plannedFigure(featureVectorFigure, {
        name: 'feature-vectors',
        title: 'The sparser the features, the more of them are represented',
        description: `Five features in two dimensions, best of ${panels[0]!.restarts.all.length} restarts. ${panels.map(inWords).join(' ')}`,
        importance,
        note: bestShown(panels.map(({ restarts }) => restarts)),
        panels: panels.map(vectorPanel),
        columns: 3,
      }),
      plannedFigure(featureVectorFigure, {
        name: 'feature-vectors-strip',
        title: 'From two represented features to five',
        description: `The best restart at ${all.length} probabilities. ${all.map(inWords).join(' ')}`,
        importance,
        note: bestShown(all.map(({ restarts }) => restarts)),
        panels: all.map(vectorPanel),
        columns: 4,
      }),
      plannedFigure(lossFigure, {
        name: 'losses',
        title: 'Training losses of all restarts',
        lossTitle: 'loss of the training batch',
        description: `Loss on the training batches over steps. ${losses.join(' ')}`,
        series: panels.map(({ probability, history }) => ({ label: `p = ${probability}`, ...history })),
        stepScale: 'log',
      }),
    ]
  },
})

function restartsClaim(
  panel: keyof typeof shapes,
  { probability, restarts }: ProbabilityResult,
  end: string,
  share: number,
): ClaimRow<never> {
  return {
    id: `${panel}-restarts`,
    kind: 'paper',
    says: `At ${Math.round(100 - 100 * probability)} % sparsity at least ${100 * share} % of the restarts ${end}.`,
    measures: 'share of restarts',
    source: `${figure}; one run alone proves little`,
    holds: shareAtLeast(share)(countOf(restarts, (restart) => shapeWithRest(restart) === shapes[panel])),
    nearMisses: ['untrained', 'gradient of the first feature lost', 'members mixed up'],
    failsOn: ['untrained weights'],
  }
}

/** For example `square of 0, 1, 2, 3; rest at 0`. */
function shapeWithRest({ shape: { name, features, largestRest } }: { readonly shape: PlaneShape }): string {
  const rest = largestRest < normTolerance ? 'at 0' : `up to ${largestRest.toFixed(2)}`
  return `${name} of ${features.join(', ')}${features.length === model.featureCount ? '' : `; rest ${rest}`}`
}

/** The largest W_i·W_j of two different features that are kept; 0 when there are no two. */
function largestProduct({ weights, shape: { features } }: RestartResult): number {
  const products = features.flatMap((i) => features.filter((j) => j < i).map((j) => dot(weights[i]!, weights[j]!)))
  return products.length === 0 ? 0 : Math.max(...products)
}

function featuresAt(probability: number): IndependentFeatures {
  return { probability, importance: Array.from({ length: model.featureCount }, (_, i) => importanceBase ** i) }
}

function vectorPanel({ probability, restarts }: ProbabilityResult) {
  return { probability, weights: matrixFromRows(best(restarts).weights) }
}

function inWords({ probability, restarts }: ProbabilityResult): string {
  const { name, features } = best(restarts).shape
  return `At p = ${probability}: ${name}, features ${features.join(', ')}.`
}
