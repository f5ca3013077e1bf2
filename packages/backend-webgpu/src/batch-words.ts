/**
 * Batches that the caller gave as words for the shaders: for every batch where its offsets, features and values (bits of
 * float32) begin, counted from the first word; then these tables.
 */
import type { SparseBatch } from '@digon/data'
import { joined } from './plan-words.js'

export function batchWords(batches: readonly SparseBatch[]): Uint32Array {
  const directory = new Uint32Array(3 * batches.length)
  const parts: Uint32Array[] = [directory]
  let length = directory.length
  for (const [index, { offsets, features, values }] of batches.entries()) {
    const tables = [offsets, features, new Uint32Array(values.buffer, values.byteOffset, values.length)]
    for (const [table, words] of tables.entries()) {
      directory[3 * index + table] = length
      parts.push(words)
      length += words.length
    }
  }
  return joined(parts)
}

/** How many words that takes. */
export function batchWordCount(batches: readonly SparseBatch[]): number {
  return batches.reduce((sum, { offsets, features }) => sum + 3 + offsets.length + 2 * features.length, 0)
}
