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
      // ReLU models in the order of their probabilities: more where restarts differ most.
      restarts: { linear: 8, relu: [8, 20, 12, 40] },
      batchSize: 256,
      steps: { linear: 2000, relu: 2500 },
    },
    paper: {
      sizes: [small, large],
      probabilities: { linear: probabilities, relu: probabilities },
      restarts: { linear: 8, relu: [8, 20, 8, 8, 24, 14, 14] },
      batchSize: 1024,
      steps: { linear: 4000, relu: 10_000 },
    },
  },
  summary: ({ sizes, probabilities: { linear, relu }, restarts, steps, batchSize }) =>
    sizes.map(({ featureCount, hiddenSize }) => `${featureCount} features in ${hiddenSize} dimensions`).join(' and ') +
    `, linear models at ${linear.length} probabilities with ${restarts.linear} restarts each, ReLU models at ${relu.length} ` +
    `with ${Math.min(...restarts.relu)} to ${Math.max(...restarts.relu)}, ` +
    `${steps.linear} and ${steps.relu} steps of ${batchSize} samples`,
})
