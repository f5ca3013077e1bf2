/** Settings of the introduction's experiment. */
import { defineSettings } from '../vocabulary/settings.js'

export const model = { featureCount: 5, hiddenSize: 2 }
export const importanceBase = 0.9

/** 1 − S of the paper's three panels: sparsity 0 %, 80 % and 90 %. */
export const panelProbabilities: readonly number[] = [1, 0.2, 0.1]

/** The official notebook's other nine, p = 20^(−k/9) for k = 1 … 9. */
export const stripProbabilities: readonly number[] = Array.from({ length: 9 }, (_, k) =>
  Number((20 ** (-(k + 1) / 9)).toPrecision(3)),
)

export const introSettings = defineSettings<{
  readonly batchSize: number
  readonly steps: number
  readonly learningRate: number
  readonly schedule: 'constant' | 'cosine'
  readonly restarts: { readonly panels: number; readonly strip: number }
}>({
  id: 'intro',
  title: 'Five features in two dimensions',
  section: '§2 Introduction',
  presets: {
    quick: { batchSize: 256, steps: 3000, learningRate: 0.03, schedule: 'cosine', restarts: { panels: 16, strip: 24 } },
    paper: {
      batchSize: 1024,
      steps: 10_000,
      learningRate: 0.001,
      schedule: 'constant',
      restarts: { panels: 16, strip: 16 },
    },
  },
  summary: ({ batchSize, steps, learningRate, schedule, restarts }) =>
    `the paper's three panels with ${restarts.panels} restarts each, nine further probabilities with ${restarts.strip}, ` +
    `${steps} steps of ${batchSize} samples, ${schedule} rate ${learningRate}`,
})
