/** A model beside the larger one that it simulates: the same features without interference. */
import type { SparseBatch } from '@digon/data'
import { featureNorms } from '@digon/metrics'
import { forward, type TrainingTask } from '@digon/model'
import type { TrainedMember } from '../vocabulary/sweep.js'

export interface Simulation {
  /** 1 − E‖y′ − y‖² / E‖y′‖²; NaN when the model puts out nothing at all. */
  readonly explained: number
  /** The same with the variance of y′, so that a constant output explains nothing. */
  readonly explainedVariance: number
  /** By rising number of active features, those that at least `leastSamples` samples have. */
  readonly noise: readonly NoiseByActiveCount[]
}

export interface NoiseByActiveCount {
  readonly activeCount: number
  /** Mean ‖y′ − y‖². */
  readonly noise: number
  /** Mean ‖y′‖². */
  readonly signal: number
}

/** Below, a mean says little. */
const leastSamples = 200

/**
 * y′ is what the model puts out. The larger model has a hidden unit for every feature: y_i = ReLU(‖W_i‖² x_i + b_i), the
 * same sizes and biases, and no other feature enters.
 *
 * @param model as planned: tied, with an output bias and a ReLU.
 */
export function simulate(
  model: TrainingTask['ensemble']['model'],
  { weights, bias }: Pick<TrainedMember, 'weights' | 'bias'>,
  batch: SparseBatch,
): Simulation {
  const { featureCount, sampleCount, offsets, features, values } = batch
  const sizes = featureNorms(weights).map((norm) => norm * norm)
  const parameters = {
    weights: { shape: [1, weights.rows, weights.columns], values: weights.values },
    bias: { shape: [1, weights.rows], values: bias },
  }
  const actual = forward(model, parameters, 0, batch).output.values
  const means = new Float64Array(featureCount)
  const sums = new Map<number, { samples: number; noise: number; signal: number }>()
  const larger = new Float64Array(featureCount)
  for (let sample = 0; sample < sampleCount; sample++) {
    larger.set(bias)
    for (let entry = offsets[sample]!; entry < offsets[sample + 1]!; entry++) {
      larger[features[entry]!]! += sizes[features[entry]!]! * values[entry]!
    }
    let [noise, signal] = [0, 0]
    for (let feature = 0; feature < featureCount; feature++) {
      const output = actual[sample * featureCount + feature]!
      const difference = output - Math.max(0, larger[feature]!)
      noise += difference * difference
      signal += output * output
      means[feature]! += output / sampleCount
    }
    const activeCount = offsets[sample + 1]! - offsets[sample]!
    const sum = sums.get(activeCount) ?? { samples: 0, noise: 0, signal: 0 }
    sums.set(activeCount, { samples: sum.samples + 1, noise: sum.noise + noise, signal: sum.signal + signal })
  }
  const total = (quantity: 'noise' | 'signal') =>
    [...sums.values()].reduce((sum, ofCount) => sum + ofCount[quantity], 0) / sampleCount
  const variance = total('signal') - means.reduce((sum, mean) => sum + mean * mean, 0)
  return {
    explained: 1 - total('noise') / total('signal'),
    explainedVariance: 1 - total('noise') / variance,
    noise: [...sums]
      .filter(([, { samples }]) => samples >= leastSamples)
      .sort(([a], [b]) => a - b)
      .map(([activeCount, { samples, noise, signal }]) => ({
        activeCount,
        noise: noise / samples,
        signal: signal / samples,
      })),
  }
}
