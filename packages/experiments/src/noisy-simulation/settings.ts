/** Settings of the noisy simulation's experiment: equally important features, more than dimensions. */
import { defineSettings } from '../vocabulary/settings.js'

/** Falling. */
export const probabilities: readonly number[] = [1, 0.5, 0.3, 0.2, 0.1, 0.05, 0.02, 0.01]

/** Fresh inputs on which each model is compared with the larger one. */
export const comparedSamples = 10_000
/** And as many with just so many active features, for each of these numbers. */
export const countedSamples = 2000
export const activeCounts: readonly number[] = [1, 2, 3, 4, 5, 6]

export const noisySimulationSettings = defineSettings({
  id: 'noisy-simulation',
  title: 'A noisy simulation of a larger model',
  section: '§1 and §12 Superposition as simulation',
  presets: {
    quick: { featureCount: 20, hiddenSize: 5, restarts: 8, batchSize: 256, steps: 2000 },
    paper: { featureCount: 80, hiddenSize: 20, restarts: 3, batchSize: 1024, steps: 8000 },
  },
  summary: ({ featureCount, hiddenSize, restarts, batchSize, steps }) =>
    `${featureCount} features in ${hiddenSize} dimensions at ${probabilities.length} probabilities, ` +
    `${restarts} restarts each, ${steps} steps of ${batchSize} samples`,
})
