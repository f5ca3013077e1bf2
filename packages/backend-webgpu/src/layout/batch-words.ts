/** Batches that the caller gave as words for the shaders: a record for every batch, then the tables that the records point at. */
import type { SparseBatch } from '@digon/data'
import { joined } from './plan-words.js'
import { struct } from './struct.js'

/** Places of a batch's tables, counted from the first word of all batches. Values are bits of float32. */
const batchRecord = struct('Batch', { offsets: 'u32', features: 'u32', values: 'u32' })

/** Offsets of the fields for the shaders, and the length of a record. */
export const batchOffsets: string = `\n${batchRecord.offsets}const batchLength = ${batchRecord.length}u;\n`

export function batchWords(batches: readonly SparseBatch[]): Uint32Array {
  const tables: Uint32Array[] = []
  let length = batchRecord.length * batches.length
  const place = (table: Uint32Array): number => {
    tables.push(table)
    length += table.length
    return length - table.length
  }
  const records = batches.map(({ offsets, features, values }) => ({
    offsets: place(offsets),
    features: place(features),
    values: place(new Uint32Array(values.buffer, values.byteOffset, values.length)),
  }))
  return joined([batchRecord.write(records), ...tables])
}

/** How many words that takes. */
export function batchWordCount(batches: readonly SparseBatch[]): number {
  return batches.reduce(
    (sum, { offsets, features }) => sum + batchRecord.length + offsets.length + 2 * features.length,
    0,
  )
}
