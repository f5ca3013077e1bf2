/** How many features of a sample are active on average: what costs follow. */
import { expectedActiveCount } from '@digon/data'
import type { Member } from '@digon/model'

/** Of a member's data; for fixed batches, of all of them together. */
export function expectedActive({ data }: Member, featureCount: number): number {
  if (data.kind !== 'batches') return expectedActiveCount(data, featureCount)
  let entries = 0
  let samples = 0
  for (const batch of data.batches) {
    entries += batch.features.length
    samples += batch.sampleCount
  }
  return entries / samples
}
