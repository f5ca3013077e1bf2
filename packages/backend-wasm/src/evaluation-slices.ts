/** Cuts an evaluation batch into parts that fit the room for them in an engine's memory. */
import { type SparseBatch, sliceBatch } from '@digon/data'
import type { Member } from '@digon/model'
import { MemoryImage } from './memory-image.js'
import { paddedScales, placeBatches } from './place-members.js'
import type { TensorLayout } from './tensor-layout.js'

export interface EvaluationSlice {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly batchAddress: number
  readonly slopesAddress: number
}

/** Bytes of records and padding around a slice, generously. */
const overhead = 256

/**
 * The parts, in the order of the samples, to be written at `address`. Slopes are those of the whole batch.
 *
 * @param byteLength room; at least enough for the slopes and any one sample.
 */
export function* evaluationSlices(
  member: Member,
  layout: TensorLayout,
  batch: SparseBatch,
  address: number,
  byteLength: number,
): Generator<EvaluationSlice> {
  const { sampleCount, offsets } = batch
  const slopes = paddedScales(member, layout, sampleCount)
  const room = byteLength - slopes.byteLength - overhead
  let first = 0
  while (first < sampleCount) {
    const firstEntry = offsets[first]!
    let end = first + 1
    while (end < sampleCount && 4 * (end + 2 - first) + 8 * (offsets[end + 1]! - firstEntry) <= room) end++
    const image = new MemoryImage(address)
    const slopesAddress = image.place(slopes)
    const batchAddress = placeBatches(image, [sliceBatch(batch, first, end)])
    yield { bytes: image.bytes(), batchAddress, slopesAddress }
    first = end
  }
}
