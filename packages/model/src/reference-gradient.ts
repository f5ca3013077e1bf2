/**
 * Loss and gradient of one member on one batch, in float64, written out by hand from the formula of the loss. Only the
 * inputs are treated as sparse; everything else is the plain triple loop. Updating parameters is `reference-update.ts`.
 */
import type { SparseBatch } from '@digon/data'
import { activate, activationDerivative } from './activation.js'
import type { AutoencoderEnsemble } from './engine/autoencoder-ensemble.js'
import type { Member } from './ensemble.js'

/** One member's parameters, or numbers shaped like them: flat, row-major, without the member axis. */
export type MemberParameters = {
  /** `[feature, hidden]` */
  readonly weights: Float64Array
  /** `[hidden, feature]`, untied models only. */
  readonly outputWeights?: Float64Array
  /** `[feature]` */
  readonly bias?: Float64Array
  /** `[hidden]` */
  readonly hiddenBias?: Float64Array
}

export interface MemberEvaluation {
  /** Mean over batch and features of importance × (target − output)², plus hiddenL1 × batch mean of Σ|hidden|. */
  readonly loss: number
  /** `[feature]`: batch mean of (target − output)². */
  readonly errors: Float64Array
  /** d loss / d parameter, before weight decay and regardless of frozen features. */
  readonly gradients: MemberParameters
}

/** Loss, errors and gradient of one member at these parameters. The batch has at least one sample. */
export function evaluateMember(
  ensemble: AutoencoderEnsemble,
  member: Member,
  parameters: MemberParameters,
  batch: SparseBatch,
): MemberEvaluation {
  const { featureCount, hiddenSize, hiddenActivation, outputActivation } = ensemble.model
  const { weights, outputWeights, bias, hiddenBias } = parameters
  const { sampleCount, offsets, features, values } = batch
  const gradients = zerosLike(parameters)
  const errors = new Float64Array(featureCount)
  const input = new Float64Array(featureCount)
  const hiddenSums = new Float64Array(hiddenSize)
  const hidden = new Float64Array(hiddenSize)
  const hiddenGradient = new Float64Array(hiddenSize)
  // Where V[i, h] stands: V is W itself when tied, else the transpose of outputWeights.
  const output = outputWeights ?? weights
  const outputGradient = gradients.outputWeights ?? gradients.weights
  const featureStride = outputWeights ? 1 : hiddenSize
  const hiddenStride = outputWeights ? featureCount : 1
  const errorScale = 1 / (sampleCount * featureCount)
  const penaltyScale = member.hiddenL1 / sampleCount
  let loss = 0

  for (let sample = 0; sample < sampleCount; sample++) {
    const first = offsets[sample]!
    const end = offsets[sample + 1]!

    hiddenSums.fill(0)
    if (hiddenBias) hiddenSums.set(hiddenBias)
    for (let entry = first; entry < end; entry++) {
      const feature = features[entry]!
      input[feature] = values[entry]!
      for (let h = 0; h < hiddenSize; h++) hiddenSums[h]! += weights[feature * hiddenSize + h]! * values[entry]!
    }
    for (let h = 0; h < hiddenSize; h++) {
      hidden[h] = activate(hiddenActivation, hiddenSums[h]!)
      hiddenGradient[h] = 0
      if (penaltyScale > 0) {
        loss += penaltyScale * Math.abs(hidden[h]!)
        hiddenGradient[h] = penaltyScale * Math.sign(hidden[h]!)
      }
    }

    for (let feature = 0; feature < featureCount; feature++) {
      const importance = member.importance[feature]!
      const target = ensemble.target === 'absolute' ? Math.abs(input[feature]!) : input[feature]!
      let outputSum = bias ? bias[feature]! : 0
      for (let h = 0; h < hiddenSize; h++) outputSum += output[feature * featureStride + h * hiddenStride]! * hidden[h]!
      const error = target - activate(outputActivation, outputSum)
      errors[feature]! += (error * error) / sampleCount
      loss += errorScale * importance * error * error

      const slope = -2 * errorScale * importance * error * activationDerivative(outputActivation, outputSum)
      if (slope === 0) continue
      if (gradients.bias) gradients.bias[feature]! += slope
      for (let h = 0; h < hiddenSize; h++) {
        const offset = feature * featureStride + h * hiddenStride
        outputGradient[offset]! += slope * hidden[h]!
        hiddenGradient[h]! += slope * output[offset]!
      }
    }

    for (let h = 0; h < hiddenSize; h++) {
      const slope = hiddenGradient[h]! * activationDerivative(hiddenActivation, hiddenSums[h]!)
      if (slope === 0) continue
      if (gradients.hiddenBias) gradients.hiddenBias[h]! += slope
      for (let entry = first; entry < end; entry++) {
        gradients.weights[features[entry]! * hiddenSize + h]! += slope * values[entry]!
      }
    }
    for (let entry = first; entry < end; entry++) input[features[entry]!] = 0
  }
  return { loss, errors, gradients }
}

/** Zeros in the shape of these parameters. */
export function zerosLike(parameters: MemberParameters): MemberParameters {
  return mapParameters(parameters, (values) => new Float64Array(values.length))
}

/** The same names with other numbers. */
export function mapParameters(
  parameters: MemberParameters,
  map: (values: Float64Array, name: keyof MemberParameters) => Float64Array,
): MemberParameters {
  const entries = Object.entries(parameters).map(([name, values]) => [
    name,
    map(values, name as keyof MemberParameters),
  ])
  return Object.fromEntries(entries) as MemberParameters
}
