/**
 * Feature laws: how often features are active, together or apart, and with which values. Plain JSON.
 * This file holds the words; checking them is `check-law.ts`, drawing from them `sampler.ts`.
 */

/** How the features of a sample are chosen, and how large they are. */
export type FeatureLaw = IndependentLaw | ExactlyLaw

/** Features are active independently of one another, but for the groups named. */
export interface IndependentLaw {
  readonly kind: 'independent'
  /**
   * P(feature is active), one number for all features or one per feature; from 0 to 1, both ends included.
   * A non-zero probability below 2⁻³² is refused: the sampler could not tell it from 0.
   * Features that belong to a group follow the group's probability instead.
   */
  readonly probability: number | readonly number[]
  /** Sets of features that are switched on by one draw. A feature belongs to at most one group. Default: none. */
  readonly groups?: readonly FeatureGroup[]
  /** Default `{ kind: 'unit' }`. */
  readonly values?: ValueLaw
}

/** Features that are not independent (paper §7.2, "correlated" and "anticorrelated" sets). */
export interface FeatureGroup {
  /** `together`: one draw switches every feature of the set on. `exclusive`: it switches on one, chosen uniformly. */
  readonly kind: 'together' | 'exclusive'
  /** Feature indices, ascending, without repeats. */
  readonly features: readonly number[]
  /**
   * P(set is on), from 0 to 1. In an exclusive set each feature is then active with `probability / features.length`.
   * Default: the law's own probability, where that is one number for all features.
   */
  readonly probability?: number
}

/** Exactly `activeCount` features are active in every sample, each subset equally likely. */
export interface ExactlyLaw {
  readonly kind: 'exactly'
  /** An integer from 0 to the number of features. */
  readonly activeCount: number
  /** Default `{ kind: 'unit' }`. */
  readonly values?: ValueLaw
}

/** Values of active features: uniform on [0, 1), uniform on (−1, 1), or one constant (finite, float32). */
export type ValueLaw =
  | { readonly kind: 'unit' }
  | { readonly kind: 'signed' }
  | { readonly kind: 'constant'; readonly value: number }
