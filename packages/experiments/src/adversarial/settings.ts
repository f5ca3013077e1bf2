/** Settings of the experiment on adversarial examples. */
import { defineSettings } from '../vocabulary/settings.js'

/** Falling. 1 / (1 − S) from 1 to 33. */
export const probabilities: readonly number[] = [1, 0.7, 0.5, 0.35, 0.25, 0.15, 0.1, 0.05, 0.03]

/**
 * Of the initial weights at p = 1. From those of Xavier's rule two models in three keep an output that starts below 0 on every sample: the
 * ReLU lets no gradient pass.
 */
export const denseDeviation = 0.05

/** Lengths of attacks, as shares of the mean length of an input; the second is the paper's. */
export const budgets = { small: 0.01, paper: 0.1, large: 1 }

/** Where models are trained on against attacks: features crowd, four to a dimension. */
export const defendedProbability = 0.1
/** Budgets of that training. Rising from none. */
export const defendedBudgets: readonly number[] = [0, 0.3, 0.6, 0.9]
export const defendedTraining = { steps: 1500, batchSize: 32, learningRate: 0.01 }

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
