/** Settings of the privileged basis: ten features through five ReLU neurons, and a few models without the ReLU. */
import { defineSettings } from '../vocabulary/settings.js'

export const featureCount = 10
export const hiddenSize = 5

/** One for each row of the paper's table, falling. */
export const probabilities: readonly number[] = [0.75, 0.35, 0.15, 0.12, 0.07, 0.03]

export const privilegedBasisSettings = defineSettings({
  id: 'privileged-basis',
  title: 'Neurons that stand for one feature or for several',
  section: '§10 Superposition in a privileged basis',
  presets: {
    // Restarts in the order of the probabilities: more where codes lie close to each other.
    quick: { restarts: [24, 24, 64, 96, 96, 256], linearRestarts: 8, batchSize: 256, steps: 2500 },
    paper: { restarts: [100, 100, 300, 300, 200, 400], linearRestarts: 16, batchSize: 512, steps: 8000 },
  },
  summary: ({ restarts, steps, batchSize }) =>
    `ten features in ${hiddenSize} ReLU neurons at ${probabilities.length} probabilities, ` +
    `${Math.min(...restarts)} to ${Math.max(...restarts)} restarts each, ${steps} steps of ${batchSize} samples`,
})
