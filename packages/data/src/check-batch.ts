/** Checks sparse batches that come from outside: a file, another sampler, a caller's own data. */
import type { SparseBatch } from './batch.js'
import { InvalidBatchError } from './invalid-batch-error.js'

/**
 * Gives the batch back when it is whole: counts are counts, offsets rise from 0 to the number of entries, features ascend within
 * every sample and are below featureCount, values are finite.
 *
 * @throws {InvalidBatchError} at the first fault.
 */
export function checkBatch(batch: SparseBatch): SparseBatch {
  const { sampleCount, featureCount, offsets, features, values } = batch
  checkCount(sampleCount, 'sampleCount')
  checkCount(featureCount, 'featureCount')
  checkArray(offsets, Uint32Array, 'offsets')
  checkArray(features, Uint32Array, 'features')
  checkArray(values, Float32Array, 'values')
  checkLength(offsets.length, 'offsets', sampleCount + 1, 'one per sample and the end')
  checkLength(values.length, 'values', features.length, 'as many as features')
  if (offsets[0] !== 0) throw new InvalidBatchError('offsets[0]', String(offsets[0]), '0')
  for (let sample = 0; sample < sampleCount; sample++) checkSample(batch, sample)
  if (offsets[sampleCount] !== features.length) {
    const expected = `${features.length}, the number of entries`
    throw new InvalidBatchError(`offsets[${sampleCount}]`, String(offsets[sampleCount]), expected)
  }
  return batch
}

function checkSample({ featureCount, offsets, features, values }: SparseBatch, sample: number): void {
  const start = offsets[sample]!
  const end = offsets[sample + 1]!
  if (end < start || end > features.length) {
    const expected = `from ${start}, the offset before it, to ${features.length}, the number of entries`
    throw new InvalidBatchError(`offsets[${sample + 1}]`, String(end), expected)
  }
  for (let entry = start; entry < end; entry++) {
    const feature = features[entry]!
    if (feature >= featureCount) {
      throw new InvalidBatchError(`features[${entry}]`, String(feature), `below featureCount, ${featureCount}`)
    }
    if (entry > start && feature <= features[entry - 1]!) {
      const expected = `above ${features[entry - 1]}, ascending within sample ${sample}`
      throw new InvalidBatchError(`features[${entry}]`, String(feature), expected)
    }
    const value = values[entry]!
    if (!Number.isFinite(value)) throw new InvalidBatchError(`values[${entry}]`, String(value), 'a finite number')
  }
}

function checkCount(value: number, path: string): void {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** 32) {
    throw new InvalidBatchError(path, String(value), 'an integer from 0 to 4294967295')
  }
}

function checkArray(value: unknown, kind: Uint32ArrayConstructor | Float32ArrayConstructor, path: string): void {
  if (!(value instanceof kind)) throw new InvalidBatchError(path, typeof value, `a ${kind.name}`)
}

function checkLength(found: number, path: string, expected: number, why: string): void {
  if (found !== expected) throw new InvalidBatchError(path, `${found} numbers`, `${expected}, ${why}`)
}
