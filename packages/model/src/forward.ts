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
  const encoder = weights!.values
  const hidden = new Float64Array(batch.sampleCount * hiddenSize)
  const output = new Float64Array(batch.sampleCount * featureCount)
  for (let sample = 0; sample < batch.sampleCount; sample++) {
    const code = hidden.subarray(sample * hiddenSize, (sample + 1) * hiddenSize)
    if (hiddenBias !== undefined) code.set(hiddenBias.values)
    for (let entry = batch.offsets[sample]!; entry < batch.offsets[sample + 1]!; entry++) {
      const row = batch.features[entry]! * hiddenSize
      for (let h = 0; h < hiddenSize; h++) code[h]! += encoder[row + h]! * batch.values[entry]!
    }
    for (let h = 0; h < hiddenSize; h++) code[h] = activate(hiddenActivation, code[h]!)
    const out = output.subarray(sample * featureCount, (sample + 1) * featureCount)
    if (bias !== undefined) out.set(bias.values)
    for (let h = 0; h < hiddenSize; h++) {
      const active = code[h]!
      if (active === 0) continue
      // V[feature, h]: the weights themselves when tied, else the transpose of outputWeights.
      const [decoder, first, stride] =
        outputWeights === undefined ? [encoder, h, hiddenSize] : [outputWeights.values, h * featureCount, 1]
      for (let feature = 0; feature < featureCount; feature++)
        out[feature]! += decoder[first + feature * stride]! * active
    }
    for (let feature = 0; feature < featureCount; feature++) out[feature] = activate(outputActivation, out[feature]!)
  }
  return {
    hidden: matrix(batch.sampleCount, hiddenSize, hidden, 'hidden'),
    output: matrix(batch.sampleCount, featureCount, output, 'output'),
  }
}

/** What the model should output for a batch, `[sample, feature]` in float64: x itself, or |x|. */
export function targetOutput(target: Target, batch: SparseBatch): Matrix {
  const values = Float64Array.from(toDense(batch), target === 'absolute' ? Math.abs : undefined)
  return matrix(batch.sampleCount, batch.featureCount, values, 'target')
}
