/**
 * An experiment from outside: two features in one dimension form a digon when they are rare. Run it by its file:
 *
 *     digon reproduce ./antipodal-pairs.mjs
 */

import {
  atLeast,
  best,
  defineExperiment,
  defineSettings,
  modelsOf,
  restartsBy,
  sweep,
} from '@digon/experiments/vocabulary'
import { featureNorms, interference } from '@digon/metrics'
import { curvesFigure, plannedFigure } from '@digon/plot'

const probabilities = [1, 0.05]

const settings = defineSettings({
  id: 'antipodal-pairs',
  title: 'Two features in one dimension',
  section: 'of our own',
  presets: { quick: { restarts: 8, steps: 1500 } },
  summary: ({ restarts, steps }) =>
    `2 features in 1 dimension, ${restarts} restarts at 2 probabilities, ${steps} steps`,
})

export default defineExperiment({
  settings,
  text: {
    paper: 'Two features can share one dimension as an antipodal pair where they are rarely active together.',
    method: 'Two equal features in one dimension, always active or at p = 0.05; the same restarts at both.',
  },

  plan: ({ restarts, steps }, seedOf) => ({
    pairs: sweep({
      name: 'pairs',
      model: { featureCount: 2, hiddenSize: 1 },
      batchSize: 256,
      shared: { learningRate: 0.01, weightDecay: 0 },
      conditions: probabilities,
      member: (probability) => ({ data: { probability } }),
      seed: (probability) => seedOf(String(probability)),
      ...{ restarts, steps, evaluationSamples: 10_000 },
    }),
  }),

  measure: ({ pairs }) =>
    pairs.map(({ condition: probability, ...trained }) => ({
      probability,
      restarts: restartsBy(
        trained,
        ({ weights, loss }) => ({ loss, norms: [...featureNorms(weights)], shared: [...interference(weights)] }),
        ({ loss }) => loss,
      ),
    })),

  controls: {
    'models that are always active': { trained: ({ pairs }) => ({ pairs: modelsOf(pairs, (p) => p === 1) }) },
  },

  claims: (conditions) => [
    {
      id: 'rare-features-pair',
      kind: 'paper',
      says: 'At p = 0.05 the best model has both features in its one dimension, as an antipodal pair.',
      measures: 'least interference of a feature in the best restart',
      source: 'paper §4: digons',
      holds: atLeast(0.5)(Math.min(...best(conditions.at(-1).restarts).shared)),
      nearMisses: ['tenth of training', 'members mixed up'],
      failsOn: ['models that are always active'],
    },
  ],

  figures: (conditions) => [
    plannedFigure(curvesFigure, {
      name: 'losses',
      title: 'Loss of each restart, best first',
      description: 'One curve for each probability.',
      xAxis: { title: 'restart' },
      yAxis: { title: 'loss' },
      curves: conditions.map(({ probability, restarts }) => ({
        label: `p = ${probability}`,
        x: [...restarts.all.keys()],
        y: restarts.all.map(({ loss }) => loss),
      })),
    }),
  ],
})
