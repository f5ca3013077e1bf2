/** Settings of the collapse: three correlated pairs in two dimensions, from sparse to dense. */
import { defineSettings } from '../vocabulary/settings.js'

export const hiddenSize = 2
export const pairCount = 3

/** P(a pair is on), rising. The paper's thresholds are 0.05, 0.15, 0.2 to 0.25, and 0.5. */
export const probabilities: readonly number[] = [
  0.02, 0.03, 0.05, 0.07, 0.1, 0.13, 0.15, 0.17, 0.2, 0.25, 0.35, 0.5, 0.7,
]

/** Standard deviation of the initial weights of the strip. */
export const deviation = 0.3
/** Smaller and larger ones, since the paper does not say its own; that of Xavier's rule is 0.5. */
export const otherDeviations: readonly number[] = [0.05, 0.5]
/** At which models of other deviations are trained. */
export const thresholdProbabilities: readonly number[] = [0.03, 0.05, 0.07, 0.1, 0.13, 0.17, 0.2, 0.25, 0.35]
/** Where the third pair collapses in the paper, and around it: here initial weights decide how many pairs do. */
export const thirdPairProbabilities: readonly number[] = [0.17, 0.2, 0.25]
/** Where most restarts, but not all, stay in a local optimum: more of them, so that chance does not decide what the median does. */
export const stuckProbability = 0.25
export const learningRate = 0.03

/** A model is in a state when it loses what the best model of its shape does, within so much. */
export const stateTolerance = 0.01

export const collapseSettings = defineSettings({
  id: 'collapse',
  title: 'From principal components to superposition',
  section: '§7 Geometry of non-uniform superposition: collapse',
  presets: {
    // Of the other deviations, more restarts where they are compared.
    quick: {
      restarts: 16,
      restartsWhereStuck: 48,
      otherRestarts: 8,
      otherRestartsAtThird: 16,
      batchSize: 256,
      steps: 2000,
    },
    paper: {
      restarts: 32,
      restartsWhereStuck: 96,
      otherRestarts: 16,
      otherRestartsAtThird: 32,
      batchSize: 1024,
      steps: 10_000,
    },
  },
  summary: ({ restarts, restartsWhereStuck, otherRestarts, otherRestartsAtThird, steps, batchSize }) =>
    `${pairCount} correlated pairs in ${hiddenSize} dimensions at ${probabilities.length} probabilities, ` +
    `${restarts} restarts each (${restartsWhereStuck} at p = ${stuckProbability}), ${otherRestarts} or ${otherRestartsAtThird} from larger and smaller initial weights, ${steps} steps of ${batchSize} samples`,
})
