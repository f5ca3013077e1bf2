/** Settings of the experiment on one feature of another density. */
import { defineSettings } from '../vocabulary/settings.js'

export const model = { featureCount: 5, hiddenSize: 2 }

/** Index of the feature whose density is varied. */
export const variedFeature = 4

/** P(feature is active) of the others. */
export const baseProbability = 0.05

/** Density of the varied feature in units of the others', ascending. */
export const relativeDensities: readonly number[] = [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8, 1, 1.5, 2, 3]

/** A model is on a branch when its shape is the branch's, and its loss is within so much of what the branch loses. */
export const branchTolerance = 0.01

/** Where the paper sees the change: below about 2.5 times sparser. */
export const paperCrossing = 0.4

export const variedFeatureSettings = defineSettings({
  id: 'varied-feature',
  title: 'One feature sparser than the others: from the pentagon to two digons',
  section: '§7 Geometry of non-uniform superposition: one feature varied',
  presets: {
    quick: { batchSize: 256, steps: 2500, learningRate: 0.03, restarts: 16 },
    paper: { batchSize: 1024, steps: 10_000, learningRate: 0.01, restarts: 100 },
  },
  summary: ({ restarts, steps, batchSize }) =>
    `${model.featureCount} features in ${model.hiddenSize} dimensions, ` +
    `${relativeDensities.length} densities of one of them, ${restarts} restarts each, ` +
    `${steps} steps of ${batchSize} samples`,
})
