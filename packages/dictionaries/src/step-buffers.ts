/** The numbers of one dictionary in training, all in float32, made once and used in every step. */
import type { DictionaryModel, DictionaryParameters } from './dictionary.js'
import { newParameters, type ParametersOf } from './parameter-sizes.js'

type FloatParameters = ParametersOf<Float32Array>

export interface StepBuffers {
  readonly parameters: FloatParameters
  readonly gradients: FloatParameters
  /** Adam's moments. */
  readonly firstMoments: FloatParameters
  readonly secondMoments: FloatParameters
  /** `[latent]`: the first prefix that has it. */
  readonly blockOf: Uint32Array
  /** `[prefix, input]`, and a last row for gates: errors of one sample. */
  readonly errors: Float32Array
  /** `[latent]`: sums over samples of what is paid for, and of the derivatives by u. */
  readonly paidSums: Float32Array
  readonly readSums: Float32Array
  /** `[latent]`: ‖D_j‖, θ_j, exp(r_j), and E_j · b_dec. */
  readonly norms: Float32Array
  readonly thresholds: Float32Array
  readonly scales: Float32Array
  readonly offsets: Float32Array
  /** Latents of one sample that codes or gradients need, their codes and what is paid for them. */
  readonly listed: Uint32Array
  readonly codes: Float32Array
}

export function createStepBuffers(model: DictionaryModel, initial: DictionaryParameters): StepBuffers {
  const { inputSize, latentCount, prefixes } = model
  const ofLatents = (): Float32Array => new Float32Array(latentCount)
  const zeros = (): FloatParameters => newParameters(model, Float32Array)
  return {
    parameters: newParameters(model, Float32Array, initial),
    gradients: zeros(),
    firstMoments: zeros(),
    secondMoments: zeros(),
    blockOf: Uint32Array.from({ length: latentCount }, (_, j) => prefixes.findIndex(({ latents }) => j < latents)),
    errors: new Float32Array((prefixes.length + 1) * inputSize),
    paidSums: ofLatents(),
    readSums: ofLatents(),
    norms: ofLatents(),
    thresholds: ofLatents(),
    scales: ofLatents(),
    offsets: ofLatents(),
    listed: new Uint32Array(latentCount),
    codes: ofLatents(),
  }
}
