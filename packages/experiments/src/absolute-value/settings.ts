/** Settings of the absolute value's experiment. */
import { defineSettings } from '../vocabulary/settings.js'

/** As many pairs of neurons as features, open in the paper but for its size. */
export const smallModel = { featureCount: 3, hiddenSize: 6, importanceBase: 1, probability: 0.5, learningRate: 0.01 }
/** Many more features than neurons, the paper's sizes. */
export const largeModel = { featureCount: 100, hiddenSize: 40, importanceBase: 0.8 }
/** Deviation of the large models' initial weights. */
export const deviation = 0.02

/** A probability of the paper, and how models get there. */
export interface Row {
  readonly probability: number
  /** Reached from p = 0.1 in stages, not trained at from the start. */
  readonly annealed: boolean
}

export const probabilities: readonly number[] = [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001]
/** Probabilities that annealing passes through, as far as it goes. */
export const stages: readonly number[] = [0.1, 0.05, 0.03, 0.02, 0.01, 0.006, 0.003, 0.002, 0.001]

/** From here on trainings from the start end in a trap. */
export const sparse = 0.03

/** More where losses come from rare features. */
export const evaluationSamplesAt = (probability: number): number => (probability > sparse ? 50_000 : 400_000)

/** Dense features need higher rates, or several neurons stay on one side of a feature. */
export function learningRateAt(probability: number): number {
  if (probability >= 0.3) return 0.03
  return probability > sparse ? 0.02 : 0.01
}

export const absoluteValueSettings = defineSettings({
  id: 'absolute-value',
  title: 'Computing absolute values in superposition',
  section: '§11 Computation in superposition',
  presets: {
    quick: {
      small: { restarts: 16, steps: 2000, batchSize: 256 },
      large: {
        // By probability. One restart in four keeps both neurons of an important feature on one side; the sparser, the more that costs.
        restarts: [4, 4, 4, 4, 4, 6, 6],
        steps: 2500,
        stepsAtOne: 5000,
        /** At the dense probabilities, falling. */
        batchSizes: [64, 128, 256],
        stepsOfStage: 1500,
        /** In the order of the stages: the first ones decide which features are found, the last ones hold each feature seldom. */
        batchSizesOfStages: [256, 256, 256, 128, 128, 256, 256, 512, 1024],
      },
      /** Sparse probabilities at which models are also trained from the start. */
      plain: [{ probability: 0.01, restarts: 3, batchSize: 256 }],
    },
    paper: {
      small: { restarts: 32, steps: 5000, batchSize: 1024 },
      large: {
        restarts: [4, 4, 4, 4, 4, 4, 4],
        steps: 10_000,
        stepsAtOne: 10_000,
        batchSizes: [1024, 1024, 1024],
        stepsOfStage: 2500,
        batchSizesOfStages: [1024, 2048, 2048, 2048, 2048, 4096, 4096, 8192, 8192],
      },
      plain: [
        { probability: 0.03, restarts: 3, batchSize: 2048 },
        { probability: 0.01, restarts: 3, batchSize: 2048 },
        { probability: 0.003, restarts: 3, batchSize: 4096 },
        { probability: 0.001, restarts: 3, batchSize: 8192 },
      ],
    },
  },
  summary: ({ small, large }) =>
    `${smallModel.featureCount} features in ${smallModel.hiddenSize} neurons, ${small.restarts} restarts, ${small.steps} ` +
    `steps; ${largeModel.featureCount} in ${largeModel.hiddenSize} at ${probabilities.length} probabilities, ` +
    `${Math.min(...large.restarts)} to ${Math.max(...large.restarts)} restarts each, ${large.steps} steps or more, or stages of ${large.stepsOfStage}`,
})
