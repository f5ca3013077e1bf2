/** Settings of the demonstration. */
import { defineSettings } from '../vocabulary/settings.js'

/** Feature i has the importance `importanceBase`ⁱ, i from 0. */
export interface Size {
  /** First part of the tasks' names. */
  readonly name: string
  readonly featureCount: number
  readonly hiddenSize: number
  readonly importanceBase: number
}

export const small: Size = { name: 'small', featureCount: 20, hiddenSize: 5, importanceBase: 0.7 }
export const large: Size = { name: 'large', featureCount: 80, hiddenSize: 20, importanceBase: 0.9 }
export const learningRate = { linear: 0.02, relu: 0.01 }

/** From here down the losses of ReLU models differ most between restarts, so more are trained. */
export const sparseProbability = 0.01

/** Falling. */
const probabilities: readonly number[] = [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001]
const fewer = { linear: [1, 0.1, 0.01], relu: [1, 0.3, 0.1, 0.01] }

export const demonstrationSettings = defineSettings({
  id: 'demonstration',
  title: 'More features than dimensions, against the linear model',
  section: '§3 Demonstrating superposition',
  presets: {
    quick: {
      sizes: [small],
      probabilities: fewer,
      restarts: 8,
      sparseRestarts: 40,
      batchSize: 256,
      steps: { linear: 2000, relu: 2500 },
    },
    paper: {
      sizes: [small, large],
      probabilities: { linear: probabilities, relu: probabilities },
      restarts: 8,
      sparseRestarts: 14,
      batchSize: 1024,
      steps: { linear: 4000, relu: 10_000 },
    },
  },
  summary: ({ sizes, probabilities: { linear, relu }, restarts, sparseRestarts, steps, batchSize }) =>
    sizes.map(({ featureCount, hiddenSize }) => `${featureCount} features in ${hiddenSize} dimensions`).join(' and ') +
    `, linear models at ${linear.length} probabilities and ReLU models at ${relu.length}, ${restarts} restarts each ` +
    `(${sparseRestarts} of ReLU models at p ≤ ${sparseProbability}), ` +
    `${steps.linear} and ${steps.relu} steps of ${batchSize} samples`,
})
