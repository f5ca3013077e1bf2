/** §7: pentagons bend as one feature becomes sparser, until two digons without it are better. */

import { everyModel, modelsOf, scaledFeatures } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { lossesTooHigh } from '../vocabulary/sampled-losses.js'
import { joinSweeps, sweep } from '../vocabulary/sweep.js'
import { claims } from './claims.js'
import { featuresAt } from './exact-branches.js'
import { variedFeatureFigures } from './figures.js'
import { measureVariedFeature } from './measure.js'
import { model, relativeDensities, variedFeatureSettings } from './settings.js'
import * as text from './text.js'

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

  measure: ({ sweep }) => measureVariedFeature(sweep),

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
    'losses 10 % too high': { trained: ({ sweep }) => ({ sweep: lossesTooHigh(sweep) }) },
  },

  claims,
  figures: variedFeatureFigures,
})
