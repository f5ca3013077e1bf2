/** Features that come in sets, active together or one at a time (paper, "Geometry of non-uniform superposition"). */
import { checkProbability } from './feature-moments.js'

/** Sets are on or off independently of each other; values of active features are independent and uniform on [0, 1). */
export interface GroupedFeatures {
  /** Every feature in exactly one of them; a feature of its own is a set of one. */
  readonly sets: readonly FeatureSet[]
  /** `[feature]`: weight of each feature in the loss, finite and ≥ 0. At least one. */
  readonly importance: readonly number[]
}

/** Features that come in a set. */
export interface FeatureSet {
  /** `together`: all features of a set that is on are active. `exclusive`: one of them, uniformly chosen. */
  readonly kind: 'together' | 'exclusive'
  /** Feature indices. */
  readonly features: readonly number[]
  /** P(set is on), from 0 to 1. */
  readonly probability: number
}

/** Which features are active at once, and how often. */
export interface ActiveFeatures {
  /** Ascending. */
  readonly features: readonly number[]
  /** > 0; over all of them the sum is 1. */
  readonly probability: number
}

/**
 * All sets of active features that can happen. There are 2^(number of sets) of them, more with exclusive sets.
 *
 * @throws {RangeError} when a number is outside its range, or a feature is in no set or in several.
 */
export function activeFeatures(grouped: GroupedFeatures): readonly ActiveFeatures[] {
  const { sets } = checkGrouped(grouped)
  let patterns: readonly ActiveFeatures[] = [{ features: [], probability: 1 }]
  for (const set of sets) {
    const states = statesOf(set)
    patterns = patterns.flatMap((pattern) =>
      states.map((state) => ({
        features: [...pattern.features, ...state.features],
        probability: pattern.probability * state.probability,
      })),
    )
  }
  return patterns
    .filter(({ probability }) => probability > 0)
    .map(({ features, probability }) => ({ features: [...features].sort((a, b) => a - b), probability }))
}

function statesOf({ kind, features, probability }: FeatureSet): readonly ActiveFeatures[] {
  const off = { features: [], probability: 1 - probability }
  if (kind === 'together') return [off, { features, probability }]
  return [off, ...features.map((feature) => ({ features: [feature], probability: probability / features.length }))]
}

/**
 * Gives the features back.
 *
 * @throws {RangeError} when a number is outside its range, or a feature is in no set or in several.
 */
export function checkGrouped(grouped: GroupedFeatures): GroupedFeatures {
  const { sets, importance } = grouped
  if (importance.length === 0) throw new RangeError('invalid importance: no feature; expected one number per feature')
  for (const [i, value] of importance.entries()) {
    if (!(value >= 0 && value < Infinity)) {
      throw new RangeError(`invalid importance[${i}]: ${value}; expected a finite number ≥ 0`)
    }
  }
  for (const [i, { features, probability }] of sets.entries()) {
    checkProbability(probability, `sets[${i}].probability`)
    if (features.length === 0) throw new RangeError(`invalid sets[${i}].features: none; expected at least one`)
  }
  const all = sets.flatMap(({ features }) => features).sort((a, b) => a - b)
  if (all.length !== importance.length || all.some((feature, i) => feature !== i)) {
    throw new RangeError(
      `invalid sets: features ${all.join(', ')}; expected each of 0 to ${importance.length - 1} in exactly one set`,
    )
  }
  return grouped
}
