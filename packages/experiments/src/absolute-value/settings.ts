/** Settings of the absolute value's experiment. */
import { defineSettings } from '../vocabulary/settings.js'

/** As many pairs of neurons as features, open in the paper but for its size. */
export const smallModel = { featureCount: 3, hiddenSize: 6, importanceBase: 1, probability: 0.5, learningRate: 0.01 }
/** Many more features than neurons, the paper's sizes. */
export const largeModel = { featureCount: 100, hiddenSize: 40, importanceBase: 0.8 }
/** Deviation of the large models' initial weights. */
export const deviation = 0.05
export const evaluationSamples = 20_000

/** A probability with its settings: batches grow as features become sparser, so that a batch holds each feature a few times. */
export interface Row {
  readonly probability: number
  readonly batchSize: number
  readonly learningRate: number
}

const rowsOf = (batchSizes: readonly number[]): readonly Row[] =>
  [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001].map((probability, row) => ({
    probability,
    batchSize: batchSizes[row]!,
    learningRate: probability >= 0.1 ? 0.02 : 0.01,
  }))

export const absoluteValueSettings = defineSettings({
  id: 'absolute-value',
  title: 'Computing absolute values in superposition',
  section: '§11 Computation in superposition',
  presets: {
    quick: {
      small: { restarts: 16, steps: 2000, batchSize: 256 },
      large: { restarts: 3, steps: 2500, rows: rowsOf([256, 256, 256, 512, 1024, 2048, 2048]) },
    },
    paper: {
      small: { restarts: 32, steps: 5000, batchSize: 1024 },
      large: { restarts: 3, steps: 10_000, rows: rowsOf([1024, 1024, 1024, 2048, 2048, 4096, 8192]) },
    },
  },
  summary: ({ small, large }) =>
    `${smallModel.featureCount} features in ${smallModel.hiddenSize} neurons, ${small.restarts} restarts, ${small.steps} ` +
    `steps; ${largeModel.featureCount} in ${largeModel.hiddenSize} at ${large.rows.length} probabilities, ` +
    `${large.restarts} restarts each, ${large.steps} steps`,
})
