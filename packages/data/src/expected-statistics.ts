/** What is expected under a feature law, as numbers: exact, from the law alone, nothing is drawn. */
import { type ActiveMoments, Cumulants, copulaMoments, hierarchyMoments, latentMoments } from './active-moments.js'
import { checkLaw } from './check-law.js'
import type { FeatureLaw, IndependentLaw } from './law.js'
import {
  expectedActiveCount,
  featureProbabilities,
  groupProbability,
  mostActive,
  ungroupedProbabilities,
} from './law-probabilities.js'
import { type ValueMoments, valueMoments } from './value-moments.js'

/** Expectations under a law. */
export interface ExpectedStatistics {
  readonly featureCount: number
  /** `[feature]`: P(feature is active), features of groups by their group. */
  readonly probabilities: Float64Array
  /** The number of active features of a sample. */
  readonly activePerSample: {
    readonly mean: number
    readonly variance: number
    /** Fourth central moment; it says how far an observed variance may be off. NaN for the law `copula`, which has no closed form. */
    readonly fourthMoment: number
  }
  /** The value of an active feature: E x, E x², E x⁴. */
  readonly values: ValueMoments
  /** `[group]`: P(two given features of the group are active together): the group's probability, or 0 when exclusive. */
  readonly pairProbabilities: readonly number[]
}

/**
 * The statistics that are expected under a law.
 *
 * @throws {InvalidLawError} when the law is not right for this number of features.
 * @throws {OutOfRangeError} when featureCount is outside its range.
 */
export function expectedStatistics(law: FeatureLaw, featureCount: number): ExpectedStatistics {
  checkLaw(law, featureCount)
  const values = valueMoments(law.values)
  if (law.kind === 'independent') return { ...independentStatistics(law, featureCount), values }
  const probabilities = featureProbabilities(law, featureCount)
  return {
    featureCount,
    probabilities,
    activePerSample: activeMoments(law, featureCount),
    values,
    pairProbabilities: [],
  }
}

function activeMoments(law: Exclude<FeatureLaw, IndependentLaw>, featureCount: number): ActiveMoments {
  switch (law.kind) {
    case 'exactly':
      return { mean: law.activeCount, variance: 0, fourthMoment: 0 }
    case 'hierarchy':
      return hierarchyMoments(law)
    case 'copula':
      return copulaMoments(law, featureCount)
    case 'latent':
      return latentMoments(law, featureCount)
  }
}

function independentStatistics(law: IndependentLaw, featureCount: number): Omit<ExpectedStatistics, 'values'> {
  const { groups = [] } = law
  const total = new Cumulants()
  for (const probability of ungroupedProbabilities(law, featureCount)) total.addEvent(probability, 1)
  for (const group of groups) total.addEvent(groupProbability(law, group), mostActive(group))
  const mean = expectedActiveCount(law, featureCount)
  const activePerSample = { mean, variance: total.variance, fourthMoment: total.fourthMoment() }
  const pairProbabilities = groups.map((group) => (group.kind === 'together' ? groupProbability(law, group) : 0))
  return { featureCount, probabilities: featureProbabilities(law, featureCount), activePerSample, pairProbabilities }
}
