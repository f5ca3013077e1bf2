/** §2: five features of falling importance in two dimensions: a right angle, a square, a pentagon as they become sparser. */
import { dot, matrixFromRows, toRows } from '@digon/matrix'
import { interference } from '@digon/metrics'
import { featureVectorFigure, lossFigure } from '@digon/plot'
import { type IndependentFeatures, linearLoss, linearOptimum, polygonModel, reluLoss, reluOptimum } from '@digon/theory'
import { everyModel, modelsOf, reversed } from '../vocabulary/controls.js'
import { type ClaimRow, defineExperiment } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, exactly, near } from '../vocabulary/expectations.js'
import { remembered } from '../vocabulary/remembered.js'
import { best, historyOf, medianOf, restartsBy, shareOf, tally } from '../vocabulary/restarts.js'
import { mean } from '../vocabulary/statistics.js'
import { featuresOf, sweep, type Trained, type TrainedMember } from '../vocabulary/sweep.js'
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

/** The losses of the best linear model, the best square and the best pentagon. */
const optimalLosses = remembered((features: IndependentFeatures) => {
  const { featureCount, hiddenSize } = model
  const square = polygonModel({ featureCount, corners: 4, unlearnedBias: Number(features.probability) / 2 })
  const pentagon = polygonModel({ featureCount, corners: 5, radius: 1.1, bias: -0.2 })
  return {
    linear: linearOptimum(features, hiddenSize).loss,
    square: reluOptimum(square, features).loss,
    pentagon: reluOptimum(pentagon, features).loss,
  }
})

type ProbabilityResult = ReturnType<typeof measureProbability>
type RestartResult = ReturnType<typeof measureRestart>

function measureProbability({ condition: probability, ...trained }: Trained<number>) {
  const restarts = restartsBy(trained, measureRestart, exactLoss)
  return { probability, restarts, shapes: tally(restarts, ({ shape }) => shape.name) }
}

/** Losses are averaged over features, as in training. */
function measureRestart(trained: TrainedMember) {
  const { weights, bias, loss } = trained
  return {
    loss,
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
        evaluationSamples: 50_000,
      })
    return { panels: sweepOf('panels', panelProbabilities), strip: sweepOf('strip', stripProbabilities) }
  },

  measure: ({ panels, strip }) => ({
    importance: panels[0]!.members[0]!.member.importance,
    panels: panels.map((trained) => ({
      ...measureProbability(trained),
      history: historyOf(trained),
      optimum: optimalLosses(featuresOf(trained.members[0]!)),
    })),
    strip: strip.map(measureProbability),
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
    'losses of the linear model with the same weights': {
      trained: ({ panels, strip }) => ({ panels: everyModel(panels, linear), strip: everyModel(strip, linear) }),
    },
  },

  claims: ({ panels, strip }) => {
    const [dense, middle, sparse] = [panels[0]!, panels[1]!, panels[2]!]
    const [bestDense, bestMiddle, bestSparse] = [best(dense.restarts), best(middle.restarts), best(sparse.restarts)]
    const all = [...panels, ...strip].sort((a, b) => b.probability - a.probability)
    const kept = all.map(({ restarts }) => best(restarts).shape.features.length)
    return [
      {
        id: 'dense-right-angle',
        says: 'At 0 % sparsity the two most important features lie at right angles, the other three at 0.',
        measures: 'shape of the best restart',
        source: `${figure}, first panel`,
        holds: exactly(shapes.dense, angles)(shapeWithRest(bestDense)),
        failsOn: ['untrained weights', 'the models of 90 % sparsity'],
      },
      {
        id: 'dense-unit-norms',
        says: 'At 0 % sparsity the norms of the two features kept are 1.',
        measures: 'the norm farthest from 1, best restart',
        source: `${figure}, first panel; linear optimum, WᵀW = 1 on the features kept`,
        holds: near(1, 0.05)(bestDense.weights.slice(0, 2).map((row) => Math.hypot(...row))),
        failsOn: ['untrained weights'],
      },
      {
        id: 'dense-loss',
        says: 'At 0 % sparsity the median restart has the loss of the best linear model, V(1)·Σ_{i>2} I_i / 5.',
        measures: 'exact loss, median over restarts',
        source: 'linear optimum: weighted principal components',
        holds: near(dense.optimum.linear, '1 %')(medianOf(dense.restarts, exactLoss)),
        failsOn: ['untrained weights', 'the models of 80 % sparsity'],
      },
      {
        id: 'dense-mean-bias',
        says: 'At 0 % sparsity features left out are output as their mean, 1/2.',
        measures: 'the bias farthest from 1/2, each the median over restarts',
        source: 'paper §3: the bias sets features that are not learned to their mean',
        holds: near(0.5, 0.02)([2, 3, 4].map((i) => medianOf(dense.restarts, ({ bias }) => bias[i]!))),
        failsOn: ['untrained weights', 'the models of 90 % sparsity'],
      },
      restartsClaim(
        'dense',
        dense,
        'At 0 % sparsity at least half of the restarts end with these two at right angles.',
        0.5,
      ),
      {
        id: 'middle-square',
        says: 'At 80 % sparsity the four most important features form two antipodal pairs, the fifth is at 0.',
        measures: 'shape of the best restart',
        source: `${figure}, second panel`,
        holds: exactly(shapes.middle, angles)(shapeWithRest(bestMiddle)),
        failsOn: ['untrained weights', 'the models of 0 % sparsity', 'the models of 90 % sparsity'],
      },
      {
        id: 'middle-loss',
        says: 'At 80 % sparsity the best restart has the least loss that a square can have.',
        measures: 'exact loss of the best restart',
        source: 'exact loss, minimized over weights and biases from a square',
        holds: near(middle.optimum.square, '1 %')(bestMiddle.exactLoss),
        failsOn: ['untrained weights', 'the models of 90 % sparsity'],
      },
      {
        id: 'middle-order',
        says: 'At 80 % sparsity even the best pentagon has a higher loss than the trained model.',
        measures: 'loss of the best pentagon / loss of the best restart',
        source: 'exact loss, minimized over weights and biases from a pentagon',
        holds: atLeast(1.04)(middle.optimum.pentagon / bestMiddle.exactLoss),
        failsOn: ['untrained weights', 'the models of 90 % sparsity'],
      },
      restartsClaim('middle', middle, 'At 80 % sparsity at least one in eight restarts ends in this square.', 0.125),
      {
        id: 'sparse-pentagon',
        says: 'At 90 % sparsity all five features form a pentagon.',
        measures: 'shape of the best restart',
        source: `${figure}, third panel`,
        holds: exactly(shapes.sparse, 'angles within 8° of 72°')(shapeWithRest(bestSparse)),
        failsOn: ['untrained weights', 'the models of 0 % sparsity', 'the models of 80 % sparsity'],
      },
      {
        id: 'sparse-loss',
        says: 'At 90 % sparsity the best restart has the least loss that a pentagon can have.',
        measures: 'exact loss of the best restart',
        source: 'exact loss, minimized over weights and biases from a pentagon',
        holds: near(sparse.optimum.pentagon, '1 %')(bestSparse.exactLoss),
        failsOn: ['untrained weights', 'the models of 80 % sparsity'],
      },
      {
        id: 'sparse-order',
        says: 'At 90 % sparsity even the best square has a higher loss than the trained model.',
        measures: 'loss of the best square / loss of the best restart',
        source: 'exact loss, minimized over weights and biases from a square',
        holds: atLeast(1.15)(sparse.optimum.square / bestSparse.exactLoss),
        failsOn: ['untrained weights', 'the models of 80 % sparsity'],
      },
      {
        id: 'sparse-positive-interference',
        says: 'At 90 % sparsity there is positive interference.',
        measures: 'largest W_i·W_j of two features, best restart',
        source: `${figure}, third panel; in a regular pentagon cos 72° · ‖W‖² = 0.37`,
        holds: atLeast(0.25)(largestProduct(bestSparse)),
        failsOn: ['untrained weights', 'the models of 0 % sparsity', 'the models of 80 % sparsity'],
      },
      {
        id: 'denser-no-positive-interference',
        says: 'At 0 % and 80 % sparsity there is no positive interference.',
        measures: 'largest W_i·W_j of two features kept, best restarts',
        source: `${figure}, first and second panel`,
        holds: atMost(0.1)([bestDense, bestMiddle].map(largestProduct)),
        failsOn: ['the models of 90 % sparsity'],
      },
      {
        id: 'sparse-negative-bias',
        says: 'At 90 % sparsity negative biases take up the positive interference.',
        measures: 'largest of the five biases, best restart',
        source: 'paper §2 and §4: a negative bias turns small positive interference into none',
        holds: atMost(-0.1)(bestSparse.bias),
        failsOn: ['untrained weights', 'the models of 0 % sparsity', 'the models of 80 % sparsity'],
      },
      restartsClaim('sparse', sparse, 'At 90 % sparsity at least one in eight restarts ends as a pentagon.', 0.125),
      {
        id: 'pentagon-below-a-tenth',
        says: 'At every probability of at most .1 the best restart is a pentagon.',
        measures: 'whether all are',
        source: 'paper §2; official notebook, p = 20^(−k/9)',
        holds: exactly(
          true,
          'angles within 8° of 72°',
        )(strip.every(({ probability: p, restarts }) => p > 0.1 || best(restarts).shape.name === 'pentagon')),
        failsOn: ['untrained weights', 'the models of 80 % sparsity'],
      },
      {
        id: 'more-features-as-sparser',
        says: 'The sparser the features, the more of them are stored, from two to all five.',
        measures: 'whether the best restarts never store fewer at a smaller probability',
        source: 'paper §2: sparsity lets models represent more features than dimensions',
        holds: exactly(
          true,
          'features with a norm above 0.5',
        )(kept.every((count, k) => k === 0 || count >= kept[k - 1]!) && kept[0] === 2 && kept.at(-1) === 5),
        failsOn: ['untrained weights', 'the same models in reverse order'],
      },
      {
        id: 'fresh-samples',
        says: 'Losses on fresh samples are the exact losses of the same weights.',
        measures: 'mean ratio over all restarts',
        source: 'exact loss by sets of active features',
        holds: near(
          1,
          0.01,
        )(mean(all.flatMap(({ restarts }) => restarts.all.map((each) => each.loss / each.exactLoss)))),
        failsOn: ['losses of the linear model with the same weights'],
      },
    ]
  },

  figures: ({ importance, panels, strip }) => {
    const all = [...panels, ...strip].sort((a, b) => b.probability - a.probability)
    const losses = panels.map(({ probability, restarts: { all: ended } }) => {
      const [least, most] = [ended[0]!, ended.at(-1)!].map((restart) => restart.exactLoss.toPrecision(3))
      return `At p = ${probability} the ${ended.length} restarts end between ${least} and ${most}.`
    })
    return [
      featureVectorFigure({
        name: 'feature-vectors',
        title: 'Sparser features, more of them stored',
        description: `Five features in two dimensions, best of ${panels[0]!.restarts.all.length} restarts. ${panels.map(inWords).join(' ')}`,
        importance,
        panels: panels.map(vectorPanel),
        columns: 3,
      }),
      featureVectorFigure({
        name: 'feature-vectors-strip',
        title: 'From two features to five',
        description: `The best restart at ${all.length} probabilities. ${all.map(inWords).join(' ')}`,
        importance,
        panels: all.map(vectorPanel),
        columns: 4,
      }),
      lossFigure({
        name: 'losses',
        title: 'Training losses of all restarts',
        description: `Loss on the training batches over steps. ${losses.join(' ')}`,
        series: panels.map(({ probability, history }) => ({ label: `p = ${probability}`, ...history })),
        stepScale: 'log',
      }),
    ]
  },
})

function restartsClaim(
  panel: keyof typeof shapes,
  result: ProbabilityResult,
  says: string,
  share: number,
): ClaimRow<never> {
  return {
    id: `${panel}-restarts`,
    says,
    measures: 'share of restarts',
    source: `restarts at p = ${result.probability}; one run alone would be an anecdote`,
    holds: atLeast(share)(shareOf(result.restarts, (restart) => shapeWithRest(restart) === shapes[panel])),
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

function linear(trained: TrainedMember): TrainedMember {
  return { ...trained, loss: linearLoss(trained, featuresOf(trained)) }
}

function vectorPanel({ probability, restarts }: ProbabilityResult) {
  return { probability, weights: matrixFromRows(best(restarts).weights) }
}

function inWords({ probability, restarts }: ProbabilityResult): string {
  const { name, features } = best(restarts).shape
  return `At p = ${probability}: ${name}, features ${features.join(', ')}.`
}
