/** A model beside the larger one that it simulates: the same features without interference. */
import type { SparseBatch } from '@digon/data'
import { featureNorms } from '@digon/metrics'
import { type Ensemble, forward } from '@digon/model'
import type { TrainedMember } from '../vocabulary/sweep.js'

export interface Simulation {
  /** 1 − E‖y′ − y‖² / E‖y′‖²; NaN when the model puts out nothing at all. */
  readonly explained: number
  /** 1 − Var(y′ − y) / Var(y′), so that constants count neither way. */
  readonly explainedVariance: number
  /** Mean ‖y′ − y‖². */
  readonly noise: number
  /** Mean ‖y′‖². */
  readonly signal: number
}

/**
 * y′ is what the member puts out. The larger model has a hidden unit for every feature: y_i = ReLU(‖W_i‖² x_i + b_i), the same
 * sizes and biases, and no other feature enters.
 *
 * @param model as planned: tied, with an output bias and a ReLU.
 */
export function simulate(
  model: Ensemble['model'],
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
  const larger = new Float64Array(featureCount)
  const [outputs, differences] = [new Moments(featureCount), new Moments(featureCount)]
  for (let sample = 0; sample < sampleCount; sample++) {
    larger.set(bias)
    for (let entry = offsets[sample]!; entry < offsets[sample + 1]!; entry++) {
      larger[features[entry]!]! += sizes[features[entry]!]! * values[entry]!
    }
    for (let feature = 0; feature < featureCount; feature++) {
      const output = actual[sample * featureCount + feature]!
      outputs.add(feature, output / sampleCount, output)
      const difference = output - Math.max(0, larger[feature]!)
      differences.add(feature, difference / sampleCount, difference)
    }
  }
  return {
    explained: 1 - differences.square / outputs.square,
    explainedVariance: 1 - differences.variance() / outputs.variance(),
    noise: differences.square,
    signal: outputs.square,
  }
}

/** Of a vector: its mean square, and the sum of its entries' variances. */
class Moments {
  square = 0
  readonly #means: Float64Array

  constructor(size: number) {
    this.#means = new Float64Array(size)
  }

  /** @param share the value times the weight of its sample. */
  add(entry: number, share: number, value: number): void {
    this.square += share * value
    this.#means[entry]! += share
  }

  variance(): number {
    return this.square - this.#means.reduce((sum, mean) => sum + mean * mean, 0)
  }
}
