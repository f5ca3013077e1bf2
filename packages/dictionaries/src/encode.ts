/** Using a trained dictionary: codes of inputs, and inputs of codes. Float64. */
import { dot, type Matrix, matrix, row, ShapeError } from '@digon/matrix'
import type { Dictionary } from '@digon/model'
import { selectLargest } from './select-latents.js'

/**
 * Codes `[sample, latent]`, all ≥ 0 unless a threshold is below 0.
 *
 * @param inputs `[sample, input]`.
 * @throws {ShapeError} when inputs have another size than the dictionary's.
 */
export function encode(dictionary: Dictionary, inputs: Matrix): Matrix {
  const { encoder, encoderBias, decoderBias, subtractsDecoderBias, form } = dictionary
  const { threshold, activeCount, magnitude } = dictionary
  checkSize(inputs, encoder.columns, 'inputs')
  const latentCount = encoder.rows
  const codes = new Float64Array(inputs.rows * latentCount)
  const centered = new Float64Array(encoder.columns)
  const active = new Uint8Array(latentCount)
  for (let sample = 0; sample < inputs.rows; sample++) {
    const input = row(inputs, sample)
    for (let i = 0; i < centered.length; i++) {
      centered[i] = subtractsDecoderBias ? input[i]! - decoderBias[i]! : input[i]!
    }
    const own = codes.subarray(sample * latentCount, (sample + 1) * latentCount)
    for (let j = 0; j < latentCount; j++) own[j] = dot(row(encoder, j), centered) + encoderBias[j]!
    if (form === 'top-k') selectLargest(own, 0, latentCount, activeCount!, active.fill(0))
    for (let j = 0; j < latentCount; j++) {
      const z = own[j]!
      const isActive = form === 'top-k' ? active[j] === 1 : z > (threshold?.[j] ?? 0)
      if (!isActive) own[j] = 0
      else if (magnitude) {
        own[j] = Math.max(0, magnitude.scale[j]! * (z - encoderBias[j]!) + magnitude.bias[j]!)
      }
    }
  }
  return matrix(inputs.rows, latentCount, codes)
}

/**
 * Reconstructions `[sample, input]`: b_dec + Σ_j c_j D_j.
 *
 * @param codes `[sample, latent]`.
 * @throws {ShapeError} when there are other latents than the dictionary's.
 */
export function decode({ decoder, decoderBias }: Dictionary, codes: Matrix): Matrix {
  checkSize(codes, decoder.rows, 'codes')
  const inputSize = decoder.columns
  const outputs = new Float64Array(codes.rows * inputSize)
  for (let sample = 0; sample < codes.rows; sample++) {
    const own = outputs.subarray(sample * inputSize, (sample + 1) * inputSize)
    own.set(decoderBias)
    for (let j = 0; j < codes.columns; j++) {
      const code = codes.values[sample * codes.columns + j]!
      if (code === 0) continue
      for (let i = 0; i < inputSize; i++) own[i]! += code * decoder.values[j * inputSize + i]!
    }
  }
  return matrix(codes.rows, inputSize, outputs)
}

function checkSize({ columns }: Matrix, expected: number, subject: string): void {
  if (columns !== expected) throw new ShapeError(subject, `${columns} columns`, `${expected}, as the dictionary has`)
}
