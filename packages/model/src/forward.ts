/**
 * What a trained model does to given samples, in float64: hidden values, outputs, and what the outputs should have been.
 * For looking at models; losses and gradients are an engine's work (`Session.evaluate`).
 */
import { type SparseBatch, toDense } from '@digon/data'
import { type Matrix, matrix, ShapeError } from '@digon/matrix'
import { activate } from './activation.js'
import { UnsupportedEnsembleError } from './backend-errors.js'
import type { Model, Target } from './ensemble.js'
import { memberParameters } from './member-parameters.js'
import type { Parameters } from './parameters.js'

/** What a model makes of samples. */
export interface ForwardResult {
  /** `[sample, hidden]`, after the activation. */
  readonly hidden: Matrix
  /** `[sample, feature]` */
  readonly output: Matrix
}

/**
 * hidden = hiddenActivation(Wᵀ x + hiddenBias), output = outputActivation(V hidden + bias) for every sample of the batch
 * (`AutoencoderModel` says what W and V are).
 *
 * @param parameters of the ensemble, members leading.
 * @param member its index in the ensemble.
 * @throws {UnsupportedEnsembleError} for a custom model, whose forward function only its own engine has.
 * @throws {ShapeError} when there is no such member, or the batch has another number of features than the model.
 */
export function forward(model: Model, parameters: Parameters, member: number, batch: SparseBatch): ForwardResult {
  if (model.kind === 'custom') {
    throw new UnsupportedEnsembleError('forward', `custom model ${model.name}; only its own engine knows how to run it`)
  }
  const { featureCount, hiddenSize, hiddenActivation, outputActivation } = model
  if (batch.featureCount !== featureCount) {
    throw new ShapeError('batch.featureCount', String(batch.featureCount), `${featureCount}, as the model`)
  }
  const { weights, outputWeights, bias, hiddenBias } = memberParameters(parameters, member)
  // One type of arrays, and the decoder as [hidden, feature]: analysis runs millions of samples.
  const encoder = Float64Array.from(weights!.values)
  const decoder = outputWeights
    ? Float64Array.from(outputWeights.values)
    : transposed(encoder, featureCount, hiddenSize)
  const hiddenStart = Float64Array.from(hiddenBias?.values ?? new Float64Array(hiddenSize))
  const outputStart = Float64Array.from(bias?.values ?? new Float64Array(featureCount))
  const { features, offsets, sampleCount } = batch
  const values = Float64Array.from(batch.values)
  const hidden = new Float64Array(sampleCount * hiddenSize)
  const output = new Float64Array(sampleCount * featureCount)
  for (let sample = 0; sample < sampleCount; sample++) {
    const [code, out] = [sample * hiddenSize, sample * featureCount]
    hidden.set(hiddenStart, code)
    for (let entry = offsets[sample]!; entry < offsets[sample + 1]!; entry++) {
      const row = features[entry]! * hiddenSize
      const value = values[entry]!
      for (let h = 0; h < hiddenSize; h++) hidden[code + h]! += encoder[row + h]! * value
    }
    output.set(outputStart, out)
    for (let h = 0; h < hiddenSize; h++) {
      const active = activate(hiddenActivation, hidden[code + h]!)
      hidden[code + h] = active
      if (active === 0) continue
      const row = h * featureCount
      for (let feature = 0; feature < featureCount; feature++)
        output[out + feature]! += decoder[row + feature]! * active
    }
  }
  for (let k = 0; k < output.length; k++) output[k] = activate(outputActivation, output[k]!)
  return {
    hidden: matrix(batch.sampleCount, hiddenSize, hidden, 'hidden'),
    output: matrix(batch.sampleCount, featureCount, output, 'output'),
  }
}

/** `[feature, hidden]` as `[hidden, feature]`. */
function transposed(values: Float64Array, featureCount: number, hiddenSize: number): Float64Array {
  return Float64Array.from(values, (_, k) => values[(k % featureCount) * hiddenSize + Math.floor(k / featureCount)]!)
}

/** What the model should output for a batch, `[sample, feature]` in float64: x itself, or |x|. */
export function targetOutput(target: Target, batch: SparseBatch): Matrix {
  const values = Float64Array.from(toDense(batch), target === 'absolute' ? Math.abs : undefined)
  return matrix(batch.sampleCount, batch.featureCount, values, 'target')
}
