/** How many features of a sample are active on average: what costs follow. */
import type { FeatureLaw } from '@digon/data'
import type { Member } from '@digon/model'

/** Of a member's data; for fixed batches, of all of them together. */
export function expectedActive({ data }: Member, featureCount: number): number {
  if (data.kind !== 'batches') return expectedOfLaw(data, featureCount)
  let entries = 0
  let samples = 0
  for (const batch of data.batches) {
    entries += batch.features.length
    samples += batch.sampleCount
  }
  return entries / samples
}

function expectedOfLaw(law: FeatureLaw, featureCount: number): number {
  if (law.kind === 'exactly') return law.activeCount
  const { probability, groups = [] } = law
  const own = (feature: number): number => (typeof probability === 'number' ? probability : probability[feature]!)
  let active = 0
  for (let feature = 0; feature < featureCount; feature++) active += own(feature)
  for (const { kind, features, probability: on = own(0) } of groups) {
    active += kind === 'together' ? on * features.length : on
    for (const feature of features) active -= own(feature)
  }
  return active
}
