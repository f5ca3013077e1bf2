/**
 * A second opinion on losses: the same weights, run in float64 under the law as planned, on samples of their own. It notices what
 * weights alone do not show (another density, losses of another batch) and what losses alone do not (lost biases, scaled weights),
 * where models are too large for exact losses.
 */
import { deriveSeed, sampleBatch, toDense } from '@digon/data'
import { forward, type Model } from '@digon/model'
import { ensembleOfOne } from './ensemble-of-one.js'
import type { CheckedLoss } from './sampled-losses.js'
import { mean } from './statistics.js'
import type { Trained, TrainedMember } from './sweep.js'

/**
 * Of all restarts of a condition, in the order planned.
 *
 * @param sampleCount of each restart, > 1.
 */
export function evaluatedTwice(
  { members, task }: Pick<Trained<unknown>, 'members' | 'task'>,
  sampleCount: number,
): readonly CheckedLoss[] {
  return members.map((member) => {
    const losses = sampledLosses(member, task.ensemble.model, sampleCount)
    const average = mean(losses)
    const ownVariance = mean(losses.map((loss) => (loss - average) ** 2)) / (sampleCount - 1)
    const { loss, lossStandardError } = member
    return { loss, lossStandardError, exactLoss: average, exactStandardError: Math.sqrt(ownVariance) }
  })
}

/** One loss per sample, averaged over features and weighted by importance as in training. */
function sampledLosses({ member, parameters }: TrainedMember, model: Model, sampleCount: number): readonly number[] {
  const { data, seed, importance } = member
  const featureCount = importance.length
  const fresh = { featureCount, seed: deriveSeed(seed, ['second evaluation']), step: 0, sampleCount }
  if (data.kind === 'batches') throw new RangeError(`invalid data: ${data.kind}; expected a feature law`)
  const batch = sampleBatch(data, fresh)
  const { values } = forward(model, ensembleOfOne(parameters), 0, batch).output
  const targets = toDense(batch)
  return Array.from({ length: sampleCount }, (_, sample) => {
    let sum = 0
    for (let i = 0, k = sample * featureCount; i < featureCount; i++, k++) {
      sum += importance[i]! * (targets[k]! - values[k]!) ** 2
    }
    return sum / featureCount
  })
}
