/**
 * §8: features of one model hop between discrete dimensionalities during training, and the loss drops with each hop.
 */

import { memberWeights } from '@digon/model'
import { dimensionalityHistoryFigure, lossFigure, plannedFigure } from '@digon/plot'
import { chosenFeatures } from '../vocabulary/chosen-features.js'
import { everyModel } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { ensembleOfOne } from '../vocabulary/ensemble-of-one.js'
import { atLeast, near, shareAtLeast } from '../vocabulary/expectations.js'
import { firstRestartRepeated } from '../vocabulary/independent-restarts.js'
import { best, countOf, medianOf } from '../vocabulary/restarts.js'
import { lossesTooHigh, sampledLosses } from '../vocabulary/sampled-losses.js'
import { mean, median } from '../vocabulary/statistics.js'
import { logarithmicSteps, sweep, type TrainedMember } from '../vocabulary/sweep.js'
import { leastHop, restFactor, windowFactor } from './hops.js'
import { measureLevels, type RestartResult } from './measure.js'
import { deviation, energyLevelsSettings, model, probability } from './settings.js'
import * as text from './text.js'

const { featureCount, hiddenSize } = model
const figure = 'paper §8, figure of dimensionality and loss over training'

/** A restart has reached the least loss when its own is at most so many times the optimum. */
const leastLossWithin = 1.05

const endsInDigons = ({ half, none }: RestartResult) =>
  half.length === 2 * hiddenSize && none.length === featureCount - 2 * hiddenSize

export const energyLevels = defineExperiment({
  settings: energyLevelsSettings,
  text,

  plan: ({ batchSize, steps, learningRate, restarts, timePoints }, seedOf) => ({
    equal: sweep({
      name: 'equal-features',
      model,
      batchSize,
      shared: { data: { probability }, learningRate, initialization: { kind: 'normal', deviation } },
      conditions: [probability],
      seed: () => seedOf(),
      restarts,
      steps,
      evaluationSamples: 100_000,
      lossSteps: [],
      record: [...logarithmicSteps(steps, timePoints), steps],
    }),
  }),

  measure: ({ equal: [trained] }) => measureLevels(trained!),

  controls: {
    'models stopped half-way': { trained: ({ equal }) => ({ equal: everyModel(equal, stoppedHalfWay) }) },
    'models that never change': { trained: ({ equal }) => ({ equal: everyModel(equal, unchanging) }) },
    'losses that fall evenly': {
      numbers: ({ restarts, ...numbers }) => ({
        ...numbers,
        restarts: { ...restarts, all: restarts.all.map(fallingEvenly) },
      }),
    },
    'losses 10 % too high': { trained: ({ equal }) => ({ equal: lossesTooHigh(equal) }) },
    'biases lost': {
      trained: ({ equal }) => ({
        equal: everyModel(equal, (trained) => ({ ...trained, bias: new Float64Array(featureCount) })),
      }),
    },
    'one restart repeated': { trained: ({ equal }) => ({ equal: firstRestartRepeated(equal) }) },
  },

  claims: ({ restarts, exact, checkedLosses }) => {
    const hopping = restarts.all.filter(({ hops }) => hops.length > 0)
    const hops = hopping.flatMap((restart) => restart.hops)
    return [
      {
        id: 'digon-restarts',
        kind: 'paper',
        says: `At least half of the restarts end with ${2 * hiddenSize} features of dimensionality 1/2 and all others of 0 (n = ${featureCount}, m = ${hiddenSize}, p = ${probability}).`,
        measures: 'restarts in which every feature ends at one of these two levels',
        source: `${figure}: a model in which everything ends in digons`,
        holds: shareAtLeast(0.5)(countOf(restarts, endsInDigons)),
        failsOn: ['untrained weights', 'models stopped half-way'],
        nearMisses: ['untrained', 'tenth of training', 'output activation swapped', 'learning rate times ten'],
      },
      {
        id: 'digon-loss',
        kind: 'mathematics',
        says: 'The best and the median restart have the loss of the best digons.',
        measures:
          'loss / exact loss of m digons with the best norms and biases, best and median restart; the worse of the two',
        source: 'exact loss of two features in one dimension, minimized; V(p) for each feature left out',
        holds: near(
          1,
          '1 %',
        )([best(restarts).loss, medianOf(restarts, ({ loss }) => loss)].map((loss) => loss / exact.digons)),
        failsOn: ['untrained weights', 'losses 10 % too high'],
        nearMisses: ['untrained', 'tenth of training', 'density 25 % too high', 'losses 10 % too high'],
      },
      sampledLosses([checkedLosses.filter(({ loss }) => loss <= leastLossWithin * exact.digons)], {
        trained: {
          which: 'within 5 % of the best digons',
          nearMisses: ['biases lost', 'density 25 % too high', 'weights 5 % too small'],
        },
        source: 'both estimate the same expectation, the second in float64 on other samples',
      }),
      {
        id: 'digon-size',
        kind: 'mathematics',
        says: 'Features in digons have the norm that minimizes the loss.',
        measures: 'their mean squared norm / that of the best digon, median over restarts',
        source: 'exact loss of two features in one dimension, minimized',
        holds: near(1, '0.5 %')(medianOf(restarts, ({ digonSize }) => digonSize) / exact.digonSize),
        failsOn: ['untrained weights'],
        nearMisses: ['untrained', 'weights 5 % too small', 'weights 5 % too large', 'weight decay times ten'],
      },
      {
        id: 'left-out-biases',
        kind: 'mathematics',
        says: 'The output for each feature without a dimension is its mean, p/2.',
        measures: 'their mean bias, median over restarts',
        source: 'the mean is the best constant output',
        holds: near(probability / 2, 0.01)(medianOf(restarts, ({ leftOutBias }) => leftOutBias)),
        failsOn: ['untrained weights', 'biases lost'],
        nearMisses: ['untrained', 'biases lost', 'density 25 % too high'],
      },
      chosenFeatures(
        restarts.all.filter(endsInDigons).map(({ half }) => half),
        'those that end in digons',
      ),
      {
        id: 'hops',
        kind: 'paper',
        says: 'In at least half of the restarts a feature hops from one level to another after the norms have grown.',
        measures: `restarts in which a dimensionality is constant for a factor ${restFactor} of steps, then changes by ${leastHop} or more within a factor ${windowFactor}`,
        source: figure,
        holds: shareAtLeast(0.5)(countOf(restarts, (restart) => restart.hops.length > 0)),
        failsOn: ['models that never change'],
        nearMisses: ['untrained', 'tenth of training', 'learning rate times ten'],
      },
      {
        id: 'drops-with-hops',
        kind: 'paper',
        says: 'The loss drops at each hop, by more than three times as much as in an interval without one.',
        measures: `median fall of the loss in windows (a factor ${windowFactor} of steps) with a hop / mean fall in windows without one, over restarts that hop`,
        source: figure,
        holds: atLeast(3)(
          median(hops.map(({ fall }) => fall)) / Math.max(0, mean(hopping.map(({ quietFall }) => quietFall))),
        ),
        failsOn: ['models that never change', 'losses that fall evenly'],
        nearMisses: ['untrained', 'tenth of training'],
      },
      {
        id: 'hop-worth',
        kind: 'mathematics',
        says: 'At a hop the loss falls by the exact difference between the levels: a feature joins one that had a dimension alone.',
        measures: '(loss over the constant stretch before − loss over one after) / exact difference, median over hops',
        source: 'exact losses with m − 1 and with m digons: (V(p) − the loss of a digon) / n',
        holds: near(1, '15 %')(median(hops.map(({ worth }) => worth)) / exact.lastDigon),
        failsOn: ['models that never change', 'losses that fall evenly'],
        nearMisses: ['untrained', 'tenth of training'],
      },
      {
        id: 'places-taken',
        kind: 'paper',
        says: 'In at least half of the restarts a feature that had a quarter of a dimension or more loses its dimension again.',
        measures: 'restarts with such a feature',
        source: `${figure}: features swap places`,
        holds: shareAtLeast(0.5)(countOf(restarts, ({ largestLost }) => largestLost >= 0.25)),
        departs: true,
        explanation:
          'In these models features compete for dimensions while their norms grow, before any dimensionality is constant. A feature that has reached 1/2 keeps it, because its partner would lose as much as it does. Later only a feature that had a dimension nearly alone changes: it falls to 1/2 when another one joins it.',
        failsOn: ['models that never change'],
        nearMisses: ['untrained'],
      },
    ]
  },

  figures: ({ restarts: { all }, steps, shown }) => {
    const run = all[shown.index]!
    const which = `the best of the restarts with as many hops as the median restart has (${run.hops.length})`
    return [
      plannedFigure(dimensionalityHistoryFigure, {
        name: 'dimensionality',
        title: 'Features hop between levels, and the loss drops',
        description: `Dimensionality of every feature over training, and the loss below it, on samples that are the same for all steps. Shown is ${which} of ${all.length} restarts; lines mark hops.`,
        note: `shown: ${which}`,
        steps,
        dimensionality: shown.dimensionality,
        loss: { steps, values: run.losses },
        lossTitle: 'loss on the same samples',
        marks: run.hops.map(({ from, to }) => ({ step: Math.sqrt(from * to), label: 'hop' })),
      }),
      plannedFigure(lossFigure, {
        name: 'losses',
        title: 'Losses of all restarts',
        lossTitle: 'loss on the same samples',
        description: `Loss over steps, on samples that are the same for all. ${all.filter(endsInDigons).length} of ${all.length} restarts end in digons, ${all.filter(({ hops }) => hops.length > 0).length} hop.`,
        series: [
          { label: 'shown', steps, losses: [run.losses] },
          { label: 'all restarts', steps, losses: all.map(({ losses }) => losses) },
        ],
        stepScale: 'log',
      }),
    ]
  },
})

/** In every window of steps the same. */
function fallingEvenly(restart: RestartResult): RestartResult {
  const fall = 1e-4
  return { ...restart, quietFall: fall, hops: restart.hops.map((hop) => ({ ...hop, fall, worth: 4 * fall })) }
}

/** From the middle time point on, the model stays what it was there, and loses a tenth more. */
function stoppedHalfWay(trained: TrainedMember): TrainedMember {
  const middle = trained.recorded[Math.floor(trained.recorded.length / 2)]!
  return {
    ...trained,
    weights: memberWeights(ensembleOfOne(middle.parameters), 0),
    recorded: trained.recorded.map((point) => (point.step < middle.step ? point : { ...middle, step: point.step })),
    loss: 1.1 * trained.loss,
  }
}

function unchanging({ parameters, recorded, ...trained }: TrainedMember): TrainedMember {
  return { ...trained, parameters, recorded: recorded.map(({ step }) => ({ step, parameters })) }
}
