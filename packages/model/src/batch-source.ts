/** Training batches of an ensemble's members, for engines without a sampler of their own and for the reference. */
import { createSampler, purpose, type Sampler, type SparseBatch } from '@digon/data'
import type { Ensemble } from './ensemble.js'

/** The batch that a member (by its index in the ensemble) trains on at a step, counted from 0. */
export type BatchSource = (member: number, step: number) => SparseBatch

/**
 * Batches of every member: drawn from its law with its own seed, or its fixed batches in turn, step t taking batch t mod count.
 * The same (member, step) always gives the same numbers, in any order of calls. Samplers are made when first needed.
 */
export function createBatchSource(ensemble: Ensemble): BatchSource {
  const samplers: Sampler[] = []
  return (member, step) => {
    const { data, seed } = ensemble.members[member]!
    if (data.kind === 'batches') return data.batches[step % data.batches.length]!
    const { featureCount } = ensemble.model
    samplers[member] ??= createSampler(data, { featureCount, seed, purpose: purpose.training })
    return samplers[member].sample(step, ensemble.batchSize)
  }
}
