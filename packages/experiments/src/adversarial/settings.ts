/** Settings of the experiment on adversarial examples. */
import { defineSettings } from '../vocabulary/settings.js'

/** Falling. 1 / (1 − S) from 1 to 33. */
export const probabilities: readonly number[] = [1, 0.7, 0.5, 0.35, 0.25, 0.15, 0.1, 0.05, 0.03]

export const adversarialSettings = defineSettings({
  id: 'adversarial',
  title: 'Superposition makes models easy to attack',
  section: '§9 Adversarial vulnerability',
  presets: {
    quick: { featureCount: 60, hiddenSize: 8, restarts: 3, batchSize: 256, steps: 1500 },
    paper: { featureCount: 200, hiddenSize: 20, restarts: 3, batchSize: 1024, steps: 6000 },
  },
  summary: ({ featureCount, hiddenSize, restarts, steps, batchSize }) =>
    `${featureCount} features in ${hiddenSize} dimensions at ${probabilities.length} probabilities, ` +
    `${restarts} restarts each, ${steps} steps of ${batchSize} samples`,
})
