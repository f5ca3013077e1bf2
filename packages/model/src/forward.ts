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
  const encoder = new Float64Array(weights!.values)
  const decoder = outputWeights ? new Float64Array(outputWeights.values) : transposed(encoder, featureCount, hiddenSize)
  const hiddenStart = new Float64Array(hiddenBias?.values ?? new Float64Array(hiddenSize))
  const outputStart = new Float64Array(bias?.values ?? new Float64Array(featureCount))
  const { features, offsets, sampleCount } = batch
  const hidden = new Float64Array(sampleCount * hiddenSize)
  const output = new Float64Array(sampleCount * featureCount)
  const rows = new Int32Array(Math.max(featureCount, hiddenSize))
  const factors = new Float64Array(rows.length)
  for (let sample = 0; sample < sampleCount; sample++) {
    const [code, out] = [sample * hiddenSize, sample * featureCount]
    hidden.set(hiddenStart, code)
    let count = 0
    for (let entry = offsets[sample]!; entry < offsets[sample + 1]!; entry++) {
      rows[count] = features[entry]! * hiddenSize
      factors[count++] = batch.values[entry]!
    }
    addRows(hidden, code, hiddenSize, encoder, rows, factors, count)
    output.set(outputStart, out)
    count = 0
    for (let h = 0; h < hiddenSize; h++) {
      const active = activate(hiddenActivation, hidden[code + h]!)
      hidden[code + h] = active
      if (active === 0) continue
      rows[count] = h * featureCount
      factors[count++] = active
    }
    addRows(output, out, featureCount, decoder, rows, factors, count)
  }
  if (outputActivation !== 'identity') {
    for (let k = 0; k < output.length; k++) output[k] = activate(outputActivation, output[k]!)
  }
  return {
    hidden: matrix(batch.sampleCount, hiddenSize, hidden, 'hidden'),
    output: matrix(batch.sampleCount, featureCount, output, 'output'),
  }
}

/** target[start + k] += Σ_j factors[j] · matrix[rows[j] + k] for k < length, term by term: four at a time give the bits of one at a time. */
function addRows(
  target: Float64Array,
  start: number,
  length: number,
  matrix: Float64Array,
  rows: Int32Array,
  factors: Float64Array,
  count: number,
): void {
  let j = 0
  for (; j + 4 <= count; j += 4) {
    const [a, b, c, d] = [rows[j]!, rows[j + 1]!, rows[j + 2]!, rows[j + 3]!]
    const [ofA, ofB, ofC, ofD] = [factors[j]!, factors[j + 1]!, factors[j + 2]!, factors[j + 3]!]
    for (let k = 0; k < length; k++) {
      target[start + k] =
        target[start + k]! + matrix[a + k]! * ofA + matrix[b + k]! * ofB + matrix[c + k]! * ofC + matrix[d + k]! * ofD
    }
  }
  for (; j < count; j++) {
    const [row, factor] = [rows[j]!, factors[j]!]
    for (let k = 0; k < length; k++) target[start + k]! += matrix[row + k]! * factor
  }
}

/** `[feature, hidden]` as `[hidden, feature]`. */
function transposed(values: Float64Array, featureCount: number, hiddenSize: number): Float64Array {
  const result = new Float64Array(values.length)
  for (let feature = 0; feature < featureCount; feature++) {
    for (let h = 0; h < hiddenSize; h++) result[h * featureCount + feature] = values[feature * hiddenSize + h]!
  }
  return result
}

/** What the model should output for a batch, `[sample, feature]` in float64: x itself, or |x|. */
export function targetOutput(target: Target, batch: SparseBatch): Matrix {
  const values = new Float64Array(toDense(batch))
  if (target === 'absolute') for (let k = 0; k < values.length; k++) values[k] = Math.abs(values[k]!)
  return matrix(batch.sampleCount, batch.featureCount, values, 'target')
}
