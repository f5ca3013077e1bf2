/** The members of an ensemble by the probability of their features: one group is one set of restarts. */
import type { IndependentFeatures } from '@digon/theory'
import type { TrainingTask } from './experiment.js'

export interface ProbabilityGroup {
  readonly probability: number
  /** Their places in the ensemble, in the order planned. */
  readonly members: readonly number[]
}

/**
 * By falling probability.
 *
 * @throws {RangeError} when a member's features are not independent with one probability.
 */
export function probabilityGroups({ ensemble }: TrainingTask): readonly ProbabilityGroup[] {
  const groups = new Map<number, number[]>()
  for (const [member, { data }] of ensemble.members.entries()) {
    if (data.kind !== 'independent' || typeof data.probability !== 'number') {
      throw new RangeError(`invalid data of member ${member}: ${data.kind}; expected one probability for all features`)
    }
    groups.set(data.probability, [...(groups.get(data.probability) ?? []), member])
  }
  return [...groups]
    .map(([probability, members]) => ({ probability, members }))
    .sort((a, b) => b.probability - a.probability)
}

/** What theory needs to know of a member's features. */
export function featuresOf({ ensemble }: TrainingTask, member: number): IndependentFeatures {
  const { data, importance } = ensemble.members[member]!
  if (data.kind !== 'independent') throw new RangeError(`invalid data: ${data.kind}; expected independent features`)
  return { probability: data.probability, importance }
}
