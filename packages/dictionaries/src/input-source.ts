/** Batches of what a dictionary reads, from an input law: a function of law, seed, purpose and step, like the features in them. */
import { createSampler, type Purpose, type SparseBatch } from '@digon/data'
import { type Matrix, matrix } from '@digon/matrix'
import type { InputLaw } from './dictionary.js'

/** What a dictionary sees in one step. */
export interface InputBatch {
  /** The sparse features that made them. */
  readonly features: SparseBatch
  /** `[sample, input]`, float32. */
  readonly inputs: Matrix
}

/**
 * @param purpose see `purpose` of @digon/data.
 * @throws {InvalidLawError} when the law does not fit the number of directions.
 * @throws {OutOfRangeError} when the seed is not an integer in [0, 2⁵³).
 */
export function createInputSource(
  law: InputLaw,
  seed: number,
  purpose: Purpose,
): (step: number, sampleCount: number) => InputBatch {
  const sampler = createSampler(law.features, { featureCount: law.directions.rows, seed, purpose })
  const directions = Float32Array.from(law.directions.values)
  const bias = Float32Array.from(law.bias ?? new Float64Array(law.directions.columns))
  const isRelu = law.activation === 'relu'
  return (step, sampleCount) => {
    const features = sampler.sample(step, sampleCount)
    return { features, inputs: mixed(features, directions, bias, isRelu) }
  }
}

function mixed(batch: SparseBatch, directions: Float32Array, bias: Float32Array, isRelu: boolean): Matrix {
  const { sampleCount, offsets, features, values } = batch
  const inputSize = bias.length
  const inputs = new Float32Array(sampleCount * inputSize)
  for (let sample = 0; sample < sampleCount; sample++) {
    const at = sample * inputSize
    inputs.set(bias, at)
    for (let entry = offsets[sample]!; entry < offsets[sample + 1]!; entry++) {
      const value = values[entry]!
      const from = features[entry]! * inputSize
      for (let i = 0; i < inputSize; i++) inputs[at + i]! += value * directions[from + i]!
    }
    if (!isRelu) continue
    for (let i = at; i < at + inputSize; i++) if (inputs[i]! < 0) inputs[i] = 0
  }
  return matrix(sampleCount, inputSize, inputs)
}
