/** What is expected under a feature law, as numbers: exact, from the law alone, nothing is drawn. */
import { checkLaw } from './check-law.js'
import type { FeatureLaw, IndependentLaw, ValueLaw } from './law.js'
import { expectedActiveCount, groupProbability, mostActive, ungroupedProbabilities } from './law-probabilities.js'

/** Expectations under a law. */
export interface ExpectedStatistics {
  readonly featureCount: number
  /** `[feature]`: P(feature is active), features of groups by their group. */
  readonly probabilities: Float64Array
  /** The number of active features of a sample. */
  readonly activePerSample: {
    readonly mean: number
    readonly variance: number
    /** Fourth central moment; it says how far an observed variance may be off. */
    readonly fourthMoment: number
  }
  /** The value of an active feature: E x, E x², E x⁴. */
  readonly values: { readonly mean: number; readonly meanSquare: number; readonly meanFourthPower: number }
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
  return {
    featureCount,
    probabilities: new Float64Array(featureCount).fill(law.activeCount / featureCount),
    activePerSample: { mean: law.activeCount, variance: 0, fourthMoment: 0 },
    values,
    pairProbabilities: [],
  }
}

function independentStatistics(law: IndependentLaw, featureCount: number): Omit<ExpectedStatistics, 'values'> {
  const { groups = [] } = law
  const probabilities = ungroupedProbabilities(law, featureCount)
  const total = new Cumulants()
  for (const probability of probabilities) total.addEvent(probability, 1)
  for (const group of groups) {
    const probability = groupProbability(law, group)
    const { length } = group.features
    const together = group.kind === 'together'
    total.addEvent(probability, mostActive(group))
    for (const feature of group.features) probabilities[feature] = together ? probability : probability / length
  }
  const mean = expectedActiveCount(law, featureCount)
  const activePerSample = { mean, variance: total.variance, fourthMoment: total.fourthMoment() }
  const pairProbabilities = groups.map((group) => (group.kind === 'together' ? groupProbability(law, group) : 0))
  return { featureCount, probabilities, activePerSample, pairProbabilities }
}

/** Cumulants of a sum of independent terms add up; the central moments follow from them. */
class Cumulants {
  variance = 0
  #fourth = 0

  /** A term that is `size` with this probability, else 0. */
  addEvent(probability: number, size: number): void {
    const variance = probability * (1 - probability)
    this.variance += size ** 2 * variance
    this.#fourth += size ** 4 * variance * (1 - 6 * variance)
  }

  fourthMoment(): number {
    return this.#fourth + 3 * this.variance ** 2
  }
}

function valueMoments(values: ValueLaw = { kind: 'unit' }): ExpectedStatistics['values'] {
  switch (values.kind) {
    case 'unit':
      return { mean: 1 / 2, meanSquare: 1 / 3, meanFourthPower: 1 / 5 }
    case 'signed':
      return { mean: 0, meanSquare: 1 / 3, meanFourthPower: 1 / 5 }
    case 'constant': {
      const constant = Math.fround(values.value)
      return { mean: constant, meanSquare: constant ** 2, meanFourthPower: constant ** 4 }
    }
  }
}
