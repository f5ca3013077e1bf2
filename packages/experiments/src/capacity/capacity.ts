/** Scherlis et al. 2022: capacity allocation in closed form, and where ReLU models depart from it. */
import { curvesFigure, plannedFigure } from '@digon/plot'
import { reversed } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { atLeast, atMost, exactly, near, rising } from '../vocabulary/expectations.js'
import { firstStep, firstStepOf } from '../vocabulary/first-step.js'
import { firstRestartRepeated, independentRestarts } from '../vocabulary/independent-restarts.js'
import { best, bestShown, medianOf } from '../vocabulary/restarts.js'
import { lossesTooHigh, sampledLosses } from '../vocabulary/sampled-losses.js'
import { list } from '../vocabulary/statistics.js'
import { sweep } from '../vocabulary/sweep.js'
import { inBlocks, measureRelu, offPrincipal, sharing } from './measure.js'
import { quadraticResults, sharedByKurtosis } from './quadratic.js'
import { capacitySettings, importanceBase, model, probabilities, quadraticDimensions } from './settings.js'
import * as text from './text.js'

const law = 'Scherlis et al. 2022, quadratic model; closed form re-derived here'
/** Where stored features come in antipodal pairs. */
const paired = 0.1

export const capacity = defineExperiment({
  settings: capacitySettings,
  text,

  plan: ({ restarts, batchSize, steps }, seedOf) => ({
    relu: sweep({
      name: 'relu',
      model,
      batchSize,
      // Decay shrinks features that share a dimension more than others.
      shared: { importance: { base: importanceBase }, learningRate: 0.01, weightDecay: 0 },
      conditions: probabilities,
      member: (probability) => ({ data: { probability } }),
      seed: (probability) => seedOf(String(probability)),
      restarts,
      steps,
      record: [1],
      evaluationSamples: 100_000,
    }),
  }),

  measure: ({ relu }) => ({
    quadratic: quadraticResults(),
    shared: sharedByKurtosis(),
    relu: relu.map(measureRelu),
    firstStep: firstStepOf(relu[0]!),
  }),

  controls: {
    'the optima of other effects': {
      numbers: ({ quadratic, ...rest }) => ({
        ...rest,
        quadratic: quadratic.map((result, k) => {
          const { loss, capacities } = quadratic[(k + 1) % quadratic.length]!
          return { ...result, loss: loss + 1, capacities: result.effects.map((_, i) => (capacities[i] ?? 1) * 0.9) }
        }),
      }),
    },
    'sharing at every kurtosis': {
      numbers: ({ shared, ...rest }) => ({ ...rest, shared: shared.map((each) => ({ ...each, shared: 6 })) }),
    },
    'capacities as the quadratic law allocates them': {
      numbers: ({ relu, ...rest }) => ({
        ...rest,
        relu: relu.map((result) => ({
          ...result,
          restarts: {
            ...result.restarts,
            all: result.restarts.all.map((restart) => ({ ...restart, capacities: result.lawCapacities })),
          },
        })),
      }),
    },
    'the same models in reverse order': { trained: ({ relu }) => ({ relu: reversed(relu) }) },
    'one restart repeated': { trained: ({ relu }) => ({ relu: firstRestartRepeated(relu) }) },
    'losses 10 % too high': { trained: ({ relu }) => ({ relu: lossesTooHigh(relu) }) },
  },

  claims: ({ quadratic, shared, relu, firstStep: step }) => {
    const [dense, ...sparse] = relu as [(typeof relu)[number], ...(typeof relu)[number][]]
    const pairs = relu.find(({ probability }) => probability === paired)!
    return [
      {
        id: 'quadratic-loss',
        kind: 'self-check',
        says: 'Gradient descent on the exact loss of the quadratic model ends at the loss of the closed form.',
        measures: 'loss found − loss of the closed form, worst row',
        source: law,
        holds: near(0, 0.001)(quadratic.map(({ loss, predictedLoss }) => loss - predictedLoss)),
        failsOn: ['the optima of other effects'],
      },
      {
        id: 'quadratic-capacities',
        kind: 'self-check',
        says: 'The features of the quadratic model have the capacities of the closed form: linear in their effects, between 0 and 1.',
        measures: 'capacity found − capacity of the closed form, worst feature',
        source: law,
        holds: near(
          0,
          0.02,
        )(
          quadratic.flatMap(({ capacities, predictedCapacities: law }) =>
            capacities.map((found, i) => found - law[i]!),
          ),
        ),
        failsOn: ['the optima of other effects'],
      },
      {
        id: 'quadratic-sum',
        kind: 'self-check',
        says: 'The capacities add up to the number of dimensions.',
        measures: 'sum of the capacities, worst row',
        source: law,
        holds: near(
          quadraticDimensions,
          0.001,
        )(quadratic.map(({ capacities }) => capacities.reduce((sum, each) => sum + each, 0))),
        failsOn: ['the optima of other effects'],
      },
      {
        id: 'switch-at-three',
        kind: 'self-check',
        says: 'Nearly equal features share dimensions when the kurtosis is above 3, and none of them do when it is 3 or less.',
        measures: `features that share at F = ${list(shared.map(({ kurtosis }) => kurtosis))}`,
        source: law,
        holds: exactly(
          true,
          'none up to 3, more than one above',
        )(shared.every((each) => (each.kurtosis > 3 ? each.shared > 1 : each.shared === 0))),
        failsOn: ['sharing at every kurtosis'],
      },
      {
        id: 'dense-loss',
        kind: 'mathematics',
        says: 'Without sparsity the best ReLU model has the loss of the best linear model.',
        measures: 'loss / loss of the best linear model, best restart at p = 1',
        source: 'paper §3: dense models keep principal components',
        holds: near(1, '2 %')(best(dense.restarts).loss / dense.linearLoss),
        failsOn: ['untrained weights', 'losses 10 % too high'],
        nearMisses: ['untrained', 'losses 10 % too high', 'importance ignored'],
      },
      {
        id: 'dense-principal',
        kind: 'paper',
        says: `Without sparsity the ${model.hiddenSize} most important features have a dimension each, and all others are ignored.`,
        measures: 'largest difference of a capacity from 1 and 0, median over restarts at p = 1',
        source:
          'Scherlis et al. 2022, abstract: the most important features are monosemantic, the least important ignored',
        holds: atMost(0.1)(medianOf(dense.restarts, offPrincipal)),
        failsOn: ['untrained weights', 'the same models in reverse order'],
        nearMisses: ['untrained', 'importance ignored', 'features shifted'],
      },
      {
        id: 'sparse-loss',
        kind: 'mathematics',
        says: 'With sparsity, sharing pays off: models have a lower loss than the best linear model, in which features do not share.',
        measures: `loss / loss of the best linear model at p = ${list(sparse.map(({ probability }) => probability))}, medians over restarts; the largest`,
        source: 'paper §3: superposition beats the linear model where features are sparse',
        holds: atMost(1)(sparse.map(({ restarts, linearLoss }) => medianOf(restarts, ({ loss }) => loss) / linearLoss)),
        failsOn: ['untrained weights', 'the same models in reverse order'],
        nearMisses: ['untrained', 'output activation swapped'],
      },
      {
        id: 'more-sharing',
        kind: 'paper',
        says: 'As inputs become sparser, more features share dimensions.',
        measures: `features with a capacity between 0.05 and 0.95 at p = ${list(probabilities)}, medians over restarts`,
        source:
          'Scherlis et al. 2022, abstract: more polysemanticity where inputs have a higher kurtosis or are sparser',
        holds: rising({ from: atMost(0), to: atLeast(2 * model.hiddenSize) })(
          relu.map(({ restarts }) => medianOf(restarts, sharing)),
        ),
        failsOn: ['untrained weights', 'the same models in reverse order'],
        nearMisses: ['untrained', 'output activation swapped', 'members mixed up'],
      },
      {
        id: 'relu-blocks',
        kind: 'mathematics',
        says: `At p = ${paired} the ReLU model does not follow the law of the quadratic one: its capacities are those of blocks (0, 1/2 or 1), not linear in the effects.`,
        measures: 'share of features with a capacity within 0.05 of 0, 1/2 or 1, median over restarts',
        source: 'paper §3: features in antipodal pairs; Scherlis et al.: block sizes depend on the architecture',
        holds: atLeast(0.8)(medianOf(pairs.restarts, inBlocks)),
        failsOn: ['untrained weights', 'capacities as the quadratic law allocates them'],
        nearMisses: ['untrained', 'importance ignored', 'wrong value law'],
      },
      independentRestarts(relu.map(({ restarts }) => restarts)),
      sampledLosses(
        relu.map(({ restarts, linearLoss }) => restarts.all.filter(({ loss }) => loss <= 1.02 * linearLoss)),
        {
          source: 'both estimate the same expectation, the second in float64 on other samples',
          trained: {
            which: 'at most 2 % above the best linear model',
            nearMisses: ['untrained', 'biases lost', 'weights 5 % too small', 'density 25 % too high'],
          },
        },
      ),
      firstStep(step),
    ]
  },

  figures: ({ quadratic, relu }) => [
    plannedFigure(curvesFigure, {
      name: 'quadratic-capacities',
      title: 'Capacity is linear in the effect, between nothing and a dimension',
      description: `Quadratic models in ${quadraticDimensions} dimensions: capacities found by exact descent (points) and of the closed form (dashed). Rows differ from it by at most ${Math.max(...quadratic.map(({ loss, predictedLoss }) => Math.abs(loss - predictedLoss))).toExponential(1)} in loss.`,
      note: 'points: exact descent from many starts, dashed: closed form',
      curves: shownRows(quadratic).map(({ effects, capacities, kurtosis }) => ({
        label: `F = ${kurtosis}`,
        x: effects,
        y: capacities,
        joined: false,
      })),
      references: shownRows(quadratic).map(({ effects, predictedCapacities, kurtosis }) => ({
        label: `law at F = ${kurtosis}`,
        of: `F = ${kurtosis}`,
        x: effects,
        y: predictedCapacities,
      })),
      xAxis: { title: 'effect v of the feature' },
      yAxis: { title: 'capacity', domain: [0, 1] },
    }),
    plannedFigure(curvesFigure, {
      name: 'relu-capacities',
      title: 'ReLU models share in blocks',
      description: `Best restarts, ${model.featureCount} features in ${model.hiddenSize} dimensions, capacities by importance (lines), and what the law of the quadratic model would give the same effects (dashed).`,
      note: bestShown(relu.map(({ restarts }) => restarts)),
      curves: relu.map(({ probability, restarts }) => ({
        label: `p = ${probability}`,
        x: best(restarts).capacities.map((_, feature) => feature),
        y: best(restarts).capacities,
      })),
      references: relu.map(({ probability, lawCapacities }) => ({
        label: `law at p = ${probability}`,
        of: `p = ${probability}`,
        x: lawCapacities.map((_, feature) => feature),
        y: lawCapacities,
      })),
      xAxis: { title: 'feature, by falling importance', whole: true },
      yAxis: { title: 'capacity', domain: [0, 1] },
    }),
  ],
})

/** One row of each kurtosis: those with different effects. */
function shownRows<Row extends { readonly kurtosis: number; readonly effects: readonly number[] }>(
  rows: readonly Row[],
): readonly Row[] {
  return rows.filter(({ effects }) => effects[0] !== effects[1])
}
