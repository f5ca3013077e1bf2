/** Settings of the experiment on the asymmetric superposition motif. */
import { defineSettings } from '../vocabulary/settings.js'

export const model = { featureCount: 20, hiddenSize: 10 }

/** Falling: without the motif, with it, with several features on a neuron. */
export const probabilities: readonly number[] = [0.5, 0.2, 0.1]

export const asymmetricMotifSettings = defineSettings({
  id: 'asymmetric-motif',
  title: 'Two features on one neuron, unequally',
  section: '§11 Asymmetric superposition motif',
  presets: {
    // Restarts in the order of the probabilities: more where few of them find a model near the best one.
    quick: { restarts: [8, 12, 28], batchSize: 256, steps: 3000 },
    paper: { restarts: [32, 32, 32], batchSize: 1024, steps: 10_000 },
  },
  summary: ({ restarts, steps, batchSize }) =>
    `models of |x| with ${model.featureCount} features and ${model.hiddenSize} neurons ` +
    `at ${probabilities.length} probabilities, ${Math.min(...restarts)} to ${Math.max(...restarts)} restarts each, ${steps} steps of ${batchSize} samples`,
})
