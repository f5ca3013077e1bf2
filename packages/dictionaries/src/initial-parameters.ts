/** Where a dictionary starts. */
import { naturalLogarithm } from '@digon/data'
import { dot, type Matrix } from '@digon/matrix'
import { normalValues } from '@digon/model/engine'
import type { DictionaryParameters, DictionaryTraining } from './dictionary.js'
import { newParameters } from './parameter-sizes.js'

/**
 * The decoder's rows are random unit vectors (normal numbers of the seed), or those given; the encoder starts as the decoder,
 * biases and r at 0, thresholds at `startThreshold`. Float32.
 */
export function initialParameters({ model, seed, start }: DictionaryTraining): DictionaryParameters {
  const { inputSize, latentCount, rule, tied, unitDecoder } = model
  const parameters = newParameters(model, Float32Array)
  const values = start?.decoder.values ?? normalValues(seed, latentCount * inputSize)
  const decoder = { rows: latentCount, columns: inputSize, values: Float64Array.from(values) }
  if (start === undefined || unitDecoder) scaleRowsToOne(decoder)
  parameters.decoder.set(decoder.values)
  if (!tied) parameters.encoder!.set(decoder.values)
  if (rule.kind === 'jump-relu') parameters.logThreshold!.fill(naturalLogarithm(rule.startThreshold))
  return parameters
}

function scaleRowsToOne({ rows, columns, values }: Matrix): void {
  for (let j = 0; j < rows; j++) {
    const row = values.subarray(j * columns, (j + 1) * columns)
    const length = Math.sqrt(dot(row, row))
    if (length > 0) for (let i = 0; i < columns; i++) row[i]! /= length
  }
}
