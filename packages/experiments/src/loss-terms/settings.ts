/** Settings of the experiment that takes losses apart. */
import { defineSettings } from '../vocabulary/settings.js'

export const hiddenSize = 2
/** Of the models of falling importance, falling. */
export const fallingProbabilities: readonly number[] = [0.5, 0.2, 0.05, 0.02]
/** Of five equally important features on a pentagon. */
export const pentagonProbability = 0.05
/** Of the linear models. */
export const linearProbabilities: readonly number[] = [1, 0.3]

export const lossTermsSettings = defineSettings({
  id: 'loss-terms',
  title: 'The loss taken apart: benefit, interference, active features',
  section: '§4 Mathematical understanding',
  presets: {
    // Some models with one active feature end as hexagons, most of those of a seed perhaps, or none of sixteen.
    quick: { batchSize: 256, steps: 3000, learningRate: 0.03, restarts: 16, oneActiveRestarts: 64 },
    paper: { batchSize: 1024, steps: 10_000, learningRate: 0.02, restarts: 32, oneActiveRestarts: 64 },
  },
  summary: ({ restarts, oneActiveRestarts, steps, batchSize }) =>
    `five features in ${hiddenSize} dimensions at ${fallingProbabilities.length} probabilities, linear, and with exactly ` +
    `one active, ${restarts} restarts each (${oneActiveRestarts} with one active), ${steps} steps of ${batchSize} samples`,
})
