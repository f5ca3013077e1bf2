/**
 * Loss and gradients of a dictionary in float64, written for reading: dense, one formula after the other. The trainer is judged
 * by it, and it by finite differences.
 */
import type { Matrix } from '@digon/matrix'
import type { DictionaryModel, DictionaryParameters } from './dictionary.js'
import { newParameters } from './parameter-sizes.js'
import { selectLatents } from './select-latents.js'

/** The loss of one batch, and its gradients. */
export interface LossAndGradients {
  /** Mean over samples, all terms. */
  readonly loss: number
  /** Of `unitDecoder` models too, these are plain derivatives: what is parallel to a direction is still in them. */
  readonly gradients: DictionaryParameters
}

/**
 * Of one batch. Which latents are active counts as constant; thresholds of jump-relu get the derivatives that `LatentRule` says.
 *
 * @param inputs `[sample, input]`, at least one sample.
 */
export function referenceGradients(
  model: DictionaryModel,
  parameters: DictionaryParameters,
  inputs: Matrix,
): LossAndGradients {
  const { inputSize, latentCount, rule, tied, prefixes } = model
  const { encoderBias, decoder, decoderBias } = parameters
  const encoder = tied ? decoder : parameters.encoder!
  const gradients = newParameters(model, Float64Array)
  const encoderGradient = tied ? gradients.decoder : gradients.encoder!
  const share = 1 / inputs.rows
  const sparsity = 'sparsity' in rule ? rule.sparsity : 0
  const norms = Float64Array.from({ length: latentCount }, (_, j) => {
    return Math.sqrt(sum(inputSize, (i) => decoder[j * inputSize + i]! ** 2))
  })
  const threshold = parameters.logThreshold && Float64Array.from(parameters.logThreshold, Math.exp)
  const scale = parameters.magnitudeScale && Float64Array.from(parameters.magnitudeScale, Math.exp)

  const u = new Float64Array(inputs.rows * latentCount)
  for (let s = 0; s < inputs.rows; s++) {
    for (let j = 0; j < latentCount; j++) {
      u[s * latentCount + j] = sum(inputSize, (i) => {
        return encoder[j * inputSize + i]! * (inputs.values[s * inputSize + i]! - decoderBias[i]!)
      })
    }
  }
  const z = u.map((value, k) => value + encoderBias[k % latentCount]!)
  const active = selectLatents(rule, z, latentCount, threshold)

  let loss = 0
  for (let s = 0; s < inputs.rows; s++) {
    const x = inputs.values.subarray(s * inputSize, (s + 1) * inputSize)
    const own = (values: Float64Array | Uint8Array, j: number): number => values[s * latentCount + j]!
    const codes = Float64Array.from({ length: latentCount }, (_, j) => {
      if (own(active, j) === 0) return 0
      return scale ? Math.max(0, scale[j]! * own(u, j) + parameters.magnitudeBias![j]!) : own(z, j)
    })
    const codeGradients = new Float64Array(latentCount)
    /** Derivatives by u and by z apart from u. */
    const [du, dz] = [new Float64Array(latentCount), new Float64Array(latentCount)]

    for (const { latents, weight } of prefixes) {
      for (let i = 0; i < inputSize; i++) {
        const error = decoderBias[i]! + sum(latents, (j) => codes[j]! * decoder[j * inputSize + i]!) - x[i]!
        loss += share * weight * error ** 2
        const d = share * weight * 2 * error
        gradients.decoderBias[i]! += d
        for (let j = 0; j < latents; j++) {
          codeGradients[j]! += d * decoder[j * inputSize + i]!
          gradients.decoder[j * inputSize + i]! += d * codes[j]!
        }
      }
    }

    if (rule.kind === 'l1' || rule.kind === 'gated') {
      for (let j = 0; j < latentCount; j++) {
        const paid = own(active, j) * own(z, j)
        loss += share * sparsity * paid * norms[j]!
        if (rule.kind === 'l1') codeGradients[j]! += share * sparsity * norms[j]!
        else dz[j]! += own(active, j) * share * sparsity * norms[j]!
        for (let i = 0; i < inputSize; i++) {
          if (norms[j]! > 0) {
            gradients.decoder[j * inputSize + i]! += (share * sparsity * paid * decoder[j * inputSize + i]!) / norms[j]!
          }
        }
      }
    }
    if (rule.kind === 'gated') {
      for (let i = 0; i < inputSize; i++) {
        const gates = sum(latentCount, (j) => own(active, j) * own(z, j) * decoder[j * inputSize + i]!)
        const error = decoderBias[i]! + gates - x[i]!
        loss += share * error ** 2
        for (let j = 0; j < latentCount; j++) {
          dz[j]! += own(active, j) * share * 2 * error * decoder[j * inputSize + i]!
        }
      }
      for (let j = 0; j < latentCount; j++) {
        if (codes[j]! <= 0) continue
        du[j]! += codeGradients[j]! * scale![j]!
        gradients.magnitudeBias![j]! += codeGradients[j]!
        gradients.magnitudeScale![j]! += codeGradients[j]! * scale![j]! * own(u, j)
      }
    } else {
      for (let j = 0; j < latentCount; j++) dz[j]! += own(active, j) * codeGradients[j]!
    }
    if (rule.kind === 'jump-relu') {
      for (let j = 0; j < latentCount; j++) {
        const theta = threshold![j]!
        loss += share * sparsity * own(active, j)
        if (Math.abs(own(z, j) - theta) >= rule.bandwidth / 2) continue
        const byThreshold = -(theta * codeGradients[j]! + share * sparsity) / rule.bandwidth
        gradients.logThreshold![j]! += byThreshold * theta
      }
    }
    for (let j = 0; j < latentCount; j++) {
      gradients.encoderBias[j]! += dz[j]!
      for (let i = 0; i < inputSize; i++) {
        encoderGradient[j * inputSize + i]! += (du[j]! + dz[j]!) * (x[i]! - decoderBias[i]!)
        gradients.decoderBias[i]! -= (du[j]! + dz[j]!) * encoder[j * inputSize + i]!
      }
    }
  }
  return { loss, gradients }
}

function sum(count: number, term: (index: number) => number): number {
  let total = 0
  for (let index = 0; index < count; index++) total += term(index)
  return total
}
