/**
 * What a person writes: an ensemble with everything left out that has a default. `defineEnsemble` completes and checks it.
 * Every complete `Ensemble` is a description too. Plain data, made to read well in YAML:
 *
 *     model: { featureCount: 5, hiddenSize: 2 }
 *     shared: { data: { probability: 0.1 }, importance: { base: 0.9 } }
 *     members: { count: 8, seed: 1 }
 */
import type { CopulaLaw, FeatureLaw, IndependentLaw, ZipfProbability } from '@digon/data'
import type { NumberArray } from '@digon/matrix'
import type {
  AutoencoderModel,
  CustomModel,
  FixedBatches,
  Initialization,
  Optimizer,
  Schedule,
  Target,
} from './ensemble.js'

/** An ensemble as people write it: only what differs from the defaults. */
export interface EnsembleDescription {
  readonly model: AutoencoderDescription | CustomModel
  /** Default `identity`. */
  readonly target?: Target
  readonly optimizer?: OptimizerDescription
  /** Samples per member and step, an integer from 1 to 2³² − 1. Default 1024. */
  readonly batchSize?: number
  /** What every member takes where it says nothing itself; a member's own field replaces the shared one whole. */
  readonly shared?: MemberDescription
  /** One entry or several, at least one. */
  readonly members: MemberDescription | readonly MemberDescription[]
}

/** `featureCount` and `hiddenSize` have no default; the others: a tied ReLU-output model with an output bias (paper §2). */
export interface AutoencoderDescription
  extends Pick<AutoencoderModel, 'featureCount' | 'hiddenSize'>,
    Partial<Omit<AutoencoderModel, 'featureCount' | 'hiddenSize'>> {}

/**
 * Default: adamw with beta1 0.9, beta2 0.999, epsilon 1e-8 (PyTorch's own), momentum 0. What a kind does not use (betas and
 * epsilon for sgd, momentum for adamw and adam) must stay at its default.
 */
export interface OptimizerDescription extends Partial<Omit<Optimizer, 'schedule'>> {
  /** Default: constant, without warm-up. */
  readonly schedule?: ScheduleDescription
}

/** `totalSteps` is required for linear and cosine. */
export type ScheduleDescription = Partial<Schedule>

/** A member as people write it. */
export interface MemberDescription {
  /**
   * How many members like this one, an integer ≥ 1: member i of the entry has the seed `deriveSeed(seed, ['member', i])`.
   * Default: one member, with `seed` itself. Not in `shared`.
   */
  readonly count?: number
  /** An integer from 0 up to, not including, 2⁵³. No default: nothing random happens without a seed that was written down. */
  readonly seed?: number
  /**
   * No default. A law without `kind` is `independent`. In the laws `independent` and `copula`, `probability` may follow Zipf's law:
   * `{ exponent, activePerSample }`.
   */
  readonly data?: FeatureLaw | FixedBatches | Omit<IndependentLaw, 'kind'> | ZipfLaw
  /** One number for all features, one per feature, or a curve. Finite and ≥ 0. Default 1. */
  readonly importance?: number | readonly number[] | ImportanceCurve
  /** > 0. Default 1e-3. */
  readonly learningRate?: number
  /** ≥ 0. Default 0.01 for adamw, else 0. */
  readonly weightDecay?: number
  /** ≥ 0. Default 0. */
  readonly hiddenL1?: number
  /** Default xavier-normal; a custom model has no default. */
  readonly initialization?: InitializationDescription
  /** Ascending, without repeats. Default none. */
  readonly frozenFeatures?: readonly number[]
}

/** A law whose probabilities fall as a power of the feature's index. */
export type ZipfLaw = (Omit<IndependentLaw, 'kind' | 'probability'> | Omit<CopulaLaw, 'kind' | 'probability'>) & {
  /** Default `independent`. */
  readonly kind?: 'independent' | 'copula'
  readonly probability: ZipfProbability
}

/** Feature i, counted from 0, has the importance baseⁱ (paper §3: 0.7ⁱ; by repeated multiplication). */
export interface ImportanceCurve {
  /** > 0. */
  readonly base: number
}

/** Where parameters start, as people write it. */
export type InitializationDescription =
  /** Default fans: featureCount and hiddenSize. */
  | { readonly kind: 'xavier-normal'; readonly fanIn?: number; readonly fanOut?: number }
  | Extract<Initialization, { kind: 'normal' }>
  /** Default radius 1, bias 0. */
  | { readonly kind: 'polygon'; readonly corners: number; readonly radius?: number; readonly bias?: number }
  /**
   * Values may be plain lists, as JSON has them; they are kept in float64. A leading axis of as many members as share the
   * initialization gives each its own numbers; one of 1 gives all of them the same.
   */
  | { readonly kind: 'given'; readonly parameters: Readonly<Record<string, TensorDescription>> }

/** A tensor as people write it, with plain lists of numbers. */
export interface TensorDescription {
  readonly shape: readonly number[]
  readonly values: NumberArray | readonly number[]
}
