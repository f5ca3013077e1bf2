/** What a feature law says about its features and groups, as numbers. Moments are `expected-statistics.ts`. */
import type { CopulaLaw, FeatureGroup, FeatureLaw, IndependentLaw, LatentLaw } from './law.js'
import { normalQuantile } from './normal-distribution.js'

/**
 * The expected number of active features of a sample: what costs follow. Takes time in proportion to the features.
 *
 * @param law right for this number of features; see `checkLaw`.
 */
export function expectedActiveCount(law: FeatureLaw, featureCount: number): number {
  if (law.kind === 'exactly') return law.activeCount
  let count = 0
  if (law.kind !== 'independent') {
    for (const probability of featureProbabilities(law, featureCount)) count += probability
    return count
  }
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

/** `[feature]`: P(feature is active), features of groups by their group. */
export function featureProbabilities(law: FeatureLaw, featureCount: number): Float64Array {
  switch (law.kind) {
    case 'exactly':
      return new Float64Array(featureCount).fill(law.activeCount / featureCount)
    case 'independent': {
      const probabilities = ungroupedProbabilities(law, featureCount)
      for (const group of law.groups ?? []) {
        const each = (groupProbability(law, group) * mostActive(group)) / group.features.length
        for (const feature of group.features) probabilities[feature] = each
      }
      return probabilities
    }
    case 'hierarchy':
      return Float64Array.from(law.probability)
    case 'copula':
      return ungroupedProbabilities({ kind: 'independent', probability: law.probability }, featureCount)
    case 'latent': {
      const weights = stateWeights(law)
      return new Float64Array(featureCount).map((_, feature) =>
        law.probability.reduce((sum, row, state) => sum + weights[state]! * row[feature]!, 0),
      )
    }
  }
}

/** `[feature]`: above which a normal number makes the feature active. */
export function copulaThresholds(law: CopulaLaw, featureCount: number): Float64Array {
  // Not Φ⁻¹(1 − p): 1 − p loses the digits of a small p.
  return featureProbabilities(law, featureCount).map((probability) => -normalQuantile(probability))
}

/** `[state]`: P(state), which sum to 1. */
export function stateWeights({ probability, weights }: LatentLaw): readonly number[] {
  const given = weights ?? probability.map(() => 1)
  const total = given.reduce((sum, weight) => sum + weight, 0)
  return given.map((weight) => weight / total)
}
