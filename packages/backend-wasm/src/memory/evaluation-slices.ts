/** Cuts an evaluation batch into parts that fit the room for them in an engine's memory. */
import { type SparseBatch, sliceBatch } from '@digon/data'
import type { Member } from '@digon/model'
import { paddedLossScales, writeBatches } from './member-records.js'
import { MemoryImage } from './memory-image.js'
import type { TensorLayout } from './tensor-layout.js'

export interface EvaluationSlice {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly batchAddress: number
  readonly scalesAddress: number
}

/** Bytes of records and padding around a slice, generously. */
const overhead = 256

/**
 * The parts, in the order of the samples, to be written at `address`. Loss scales are those of the whole batch.
 *
 * @param byteLength room; at least enough for the loss scales and any one sample.
 */
export function* evaluationSlices(
  member: Member,
  layout: TensorLayout,
  batch: SparseBatch,
  address: number,
  byteLength: number,
): Generator<EvaluationSlice> {
  const { sampleCount, offsets } = batch
  const scales = paddedLossScales(member, layout, sampleCount)
  const room = byteLength - scales.byteLength - overhead
  let first = 0
  while (first < sampleCount) {
    const firstEntry = offsets[first]!
    let end = first + 1
    while (end < sampleCount && 4 * (end + 2 - first) + 8 * (offsets[end + 1]! - firstEntry) <= room) end++
    const image = new MemoryImage(address)
    const scalesAddress = image.write(scales)
    const batchAddress = writeBatches(image, [sliceBatch(batch, first, end)])
    yield { bytes: image.bytes(), batchAddress, scalesAddress }
    first = end
  }
}
