/** Settings of the capacity experiment: rows of the quadratic model, and ReLU models of falling importance. */
import { defineSettings } from '../vocabulary/settings.js'

/** Dimensions of the quadratic models. */
export const quadraticDimensions = 3

/** Kurtosis and effects of the quadratic models. */
export const allocations: readonly { readonly kurtosis: number; readonly effects: readonly number[] }[] = [
  { kurtosis: 12, effects: [1, 1, 1, 1, 1, 1] },
  { kurtosis: 12, effects: [1, 0.86, 0.72, 0.58, 0.44, 0.3] },
  { kurtosis: 30, effects: [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.2, 0.05] },
  { kurtosis: 5, effects: [1, 0.886, 0.771, 0.657, 0.543, 0.429, 0.314, 0.2] },
  { kurtosis: 3, effects: [1, 0.84, 0.68, 0.52, 0.36, 0.2] },
  { kurtosis: 2, effects: [1, 0.84, 0.68, 0.52, 0.36, 0.2] },
]

/** Nearly equal effects, which share as soon as sharing pays. */
export const switchEffects: readonly number[] = [1, 0.99, 0.98, 0.97, 0.96, 0.95]
export const switchKurtoses: readonly number[] = [1.8, 2.5, 3, 3.5, 5, 12]

/** Starts of descent for each quadratic model. */
export const startCount = 12

/** ReLU models, as in the paper's demonstration. */
export const model = { featureCount: 20, hiddenSize: 5 }
export const importanceBase = 0.7
export const probabilities: readonly number[] = [1, 0.3, 0.1, 0.01]

export const capacitySettings = defineSettings({
  id: 'capacity',
  title: 'Capacity goes where it pays: features get a dimension, share one, or are dropped',
  section: 'After the paper: Scherlis, Sachan, Jermyn, Benton and Shlegeris, 2022',
  publication: {
    title: 'Polysemanticity and Capacity in Neural Networks',
    authors: 'Scherlis et al.',
    year: 2022,
    address: 'https://arxiv.org/abs/2210.01892',
  },
  presets: {
    quick: { restarts: 10, batchSize: 256, steps: 2000 },
    paper: { restarts: 20, batchSize: 1024, steps: 10_000 },
  },
  summary: ({ restarts, steps, batchSize }) =>
    `${allocations.length + switchKurtoses.length} quadratic models by exact descent from ${startCount} starts; ReLU models of ` +
    `${model.featureCount} features in ${model.hiddenSize} dimensions at ${probabilities.length} probabilities, ${restarts} ` +
    `restarts each, ${steps} steps of ${batchSize} samples`,
})
