/** Settings of the experiment on superposition as a noisy simulation. */
import { defineSettings } from '../vocabulary/settings.js'

/** Falling. */
export const probabilities: readonly number[] = [1, 0.5, 0.3, 0.2, 0.1, 0.05, 0.02, 0.01]

/** Fresh inputs on which each model is compared with the larger one. */
export const comparedSamples = 20_000

export const noisySimulationSettings = defineSettings({
  id: 'noisy-simulation',
  title: 'A noisy simulation of a larger model',
  section: '§1 and §12 Superposition as simulation',
  presets: {
    quick: { featureCount: 20, hiddenSize: 5, restarts: 8, batchSize: 256, steps: 2000 },
    paper: { featureCount: 80, hiddenSize: 20, restarts: 3, batchSize: 1024, steps: 8000 },
  },
  summary: ({ featureCount, hiddenSize, restarts, steps, batchSize }) =>
    `${featureCount} features in ${hiddenSize} dimensions at ${probabilities.length} probabilities, ` +
    `${restarts} restarts each, ${steps} steps of ${batchSize} samples`,
})
