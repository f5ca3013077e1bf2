/**
 * Sparse batches: what a sampler gives and an engine takes. Only active features are stored, so the cost of a batch
 * follows the number of active features, not the number of features.
 */

import { InvalidBatchError } from './invalid-batch-error.js'

/** Samples in compressed rows. Inputs are never changed by the functions that take them. */
export interface SparseBatch {
  readonly sampleCount: number
  readonly featureCount: number
  /** `[sample + 1]`: sample s owns the entries from `offsets[s]` up to, not including, `offsets[s + 1]`. */
  readonly offsets: Uint32Array
  /** `[entry]`: feature indices, strictly ascending within a sample. */
  readonly features: Uint32Array
  /** `[entry]`: the value of that feature. */
  readonly values: Float32Array
}

/** The same batch as one `[sample, feature]` block, absent features being 0. */
export function toDense(batch: SparseBatch): Float32Array {
  const dense = new Float32Array(batch.sampleCount * batch.featureCount)
  for (let sample = 0; sample < batch.sampleCount; sample++) {
    const start = sample * batch.featureCount
    for (let entry = batch.offsets[sample]!; entry < batch.offsets[sample + 1]!; entry++) {
      dense[start + batch.features[entry]!] = batch.values[entry]!
    }
  }
  return dense
}

/**
 * The samples from `first` up to, not including, `end`, as far as the batch has them: none where it is shorter. The batch
 * itself where that is all of it, else copies.
 *
 * @param first an integer ≥ 0. @param end an integer ≥ first.
 */
export function sliceBatch(batch: SparseBatch, first: number, end: number): SparseBatch {
  const { sampleCount, featureCount, offsets, features, values } = batch
  if (first === 0 && end >= sampleCount) return batch
  const [start, stop] = [Math.min(first, sampleCount), Math.min(end, sampleCount)]
  const [firstEntry, endEntry] = [offsets[start]!, offsets[stop]!]
  return {
    sampleCount: stop - start,
    featureCount,
    offsets: offsets.slice(start, stop + 1).map((offset) => offset - firstEntry),
    features: features.slice(firstEntry, endEntry),
    values: values.slice(firstEntry, endEntry),
  }
}

/**
 * A batch from a `[sample, feature]` block; numbers that are 0 in float32 are left out.
 *
 * @throws {InvalidBatchError} when the block's length is not sampleCount × featureCount.
 */
export function fromDense(dense: ArrayLike<number>, sampleCount: number, featureCount: number): SparseBatch {
  const size = sampleCount * featureCount
  if (dense.length !== size) {
    throw new InvalidBatchError('batch', `${dense.length} numbers`, `${sampleCount} × ${featureCount} = ${size}`)
  }
  let entryCount = 0
  for (let k = 0; k < dense.length; k++) if (Math.fround(dense[k]!) !== 0) entryCount++
  const offsets = new Uint32Array(sampleCount + 1)
  const features = new Uint32Array(entryCount)
  const values = new Float32Array(entryCount)
  let entry = 0
  for (let sample = 0; sample < sampleCount; sample++) {
    for (let feature = 0; feature < featureCount; feature++) {
      const value = Math.fround(dense[sample * featureCount + feature]!)
      if (value === 0) continue
      features[entry] = feature
      values[entry] = value
      entry++
    }
    offsets[sample + 1] = entry
  }
  return { sampleCount, featureCount, offsets, features, values }
}
