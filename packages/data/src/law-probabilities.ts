/** What a feature law says about its features and groups, as numbers. Moments are `expected-statistics.ts`. */
import type { FeatureGroup, FeatureLaw, IndependentLaw } from './law.js'

/**
 * The expected number of active features of a sample: what costs follow. Takes time in proportion to the features.
 *
 * @param law right for this number of features; see `checkLaw`.
 */
export function expectedActiveCount(law: FeatureLaw, featureCount: number): number {
  if (law.kind === 'exactly') return law.activeCount
  let count = 0
  for (const probability of ungroupedProbabilities(law, featureCount)) count += probability
  for (const group of law.groups ?? []) count += groupProbability(law, group) * mostActive(group)
  return count
}

/** `[feature]`: the probability that the feature is active by itself; 0 in groups. */
export function ungroupedProbabilities(
  { probability, groups = [] }: IndependentLaw,
  featureCount: number,
): Float64Array {
  const probabilities =
    typeof probability === 'number' ? new Float64Array(featureCount).fill(probability) : Float64Array.from(probability)
  for (const group of groups) for (const feature of group.features) probabilities[feature] = 0
  return probabilities
}

/** The probability that a group is switched on: its own, else the law's. */
export function groupProbability(law: IndependentLaw, group: FeatureGroup): number {
  return group.probability ?? (law.probability as number)
}

/** How many of its features a group makes active when it is switched on. */
export function mostActive(group: FeatureGroup): number {
  return group.kind === 'together' ? group.features.length : 1
}
