/**
 * Feature laws: how often features are active, together or apart, and with which values. Plain JSON.
 * This file holds the words; checking them is `check-law.ts`, drawing from them `sampler.ts`.
 */

/** How the features of a sample are chosen, and how large they are. */
export type FeatureLaw = IndependentLaw | ExactlyLaw | HierarchyLaw | CopulaLaw | LatentLaw

/**
 * The laws that become a `SamplingPlan`, from which every engine draws by itself (see `hasPlan`). All others are drawn in JavaScript
 * and handed to engines as batches.
 */
export type PlannedLaw = (IndependentLaw | ExactlyLaw) & { readonly values?: PlannedValueLaw }

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

/**
 * Features in trees: a feature is active only together with its parent. Children of one parent are independent of one another given
 * the parent, but for the exclusive sets. (Chanin et al. 2024 and SynthSAEBench 2026 study autoencoders on such features.)
 */
export interface HierarchyLaw {
  readonly kind: 'hierarchy'
  /** `[feature]`: P(feature is active), whatever its parent does; at most the parent's. */
  readonly probability: readonly number[]
  /** `[feature]`: the index of the parent, null for a root. Without circles. */
  readonly parents: readonly (number | null)[]
  /**
   * Sets of two or more features with the same parent (or of roots), ascending, of which at most one is active; their probabilities
   * sum to at most the parent's (1 for roots). A feature belongs to at most one set. Default: none.
   */
  readonly exclusive?: readonly (readonly number[])[]
  /** Default `{ kind: 'unit' }`. */
  readonly values?: ValueLaw
}

/**
 * Correlated features with exact marginals, by a Gaussian copula: feature i is active when the i-th of n correlated standard normal
 * numbers is above Φ⁻¹(1 − probability). The correlation is that of the normal numbers; the features' own is closer to 0.
 */
export interface CopulaLaw {
  readonly kind: 'copula'
  /** P(feature is active), one number for all features or one per feature; from 0 to 1. */
  readonly probability: number | readonly number[]
  /**
   * One number for every pair, or `[feature][feature]`: symmetric, 1 on the diagonal, without negative eigenvalues (checked to 1e-9).
   */
  readonly correlation: number | readonly (readonly number[])[]
  /** Default `{ kind: 'unit' }`. */
  readonly values?: ValueLaw
}

/** A latent process in states: a state is drawn for every sample, and features are active independently given the state. */
export interface LatentLaw {
  readonly kind: 'latent'
  /** `[state][feature]`: P(feature is active in this state), from 0 to 1. At least one state. */
  readonly probability: readonly (readonly number[])[]
  /** `[state]`: how often the state is drawn, in proportion; ≥ 0, not all 0. Default: all equally often. */
  readonly weights?: readonly number[]
  /** Default `{ kind: 'unit' }`. */
  readonly values?: ValueLaw
}

/** Values of active features. */
export type ValueLaw = PlannedValueLaw | DrawnValueLaw

/** Uniform on [0, 1), uniform on (−1, 1), or one constant (finite, float32). */
export type PlannedValueLaw =
  | { readonly kind: 'unit' }
  | { readonly kind: 'signed' }
  | { readonly kind: 'constant'; readonly value: number }

/**
 * Values that no plan has:
 *
 * - `sign`: −1 or 1, equally often;
 * - `range`: uniform from `least` to `greatest`;
 * - `normal`: X normal with this mean and deviation > 0; `folded-normal`: |X|; `clipped-normal`: max(0, X).
 */
export type DrawnValueLaw =
  | { readonly kind: 'sign' }
  | { readonly kind: 'range'; readonly least: number; readonly greatest: number }
  | { readonly kind: 'normal' | 'folded-normal' | 'clipped-normal'; readonly mean: number; readonly deviation: number }

/** Whether every engine can draw from the law by itself; `compileLaw` takes such laws alone. */
export function hasPlan(law: FeatureLaw): law is PlannedLaw {
  if (law.kind !== 'independent' && law.kind !== 'exactly') return false
  return law.values === undefined || ['unit', 'signed', 'constant'].includes(law.values.kind)
}
