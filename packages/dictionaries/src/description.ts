/**
 * What a person writes: dictionaries with everything left out that has a default. `defineDictionaries` completes and checks it.
 * Plain data, made to read well in YAML:
 *
 *     inputs: { features: { probability: 0.1 }, directions: { kind: orthonormal, featureCount: 12, inputSize: 20 } }
 *     model: { latentCount: 12, rule: { kind: batch-top-k, activeCount: 1.8 } }
 *     members: { count: 5, seed: 1 }
 *     steps: 10000
 */
import type { FeatureLaw, IndependentLaw } from '@digon/data'
import type { Matrix } from '@digon/matrix'
import type { ScheduleDescription } from '@digon/model'
import type { DictionaryModel, DictionaryOptimizer, InputLaw, LatentRule, Start } from './dictionary.js'

/** Dictionaries as people write them: only what differs from the defaults. */
export interface DictionariesDescription {
  readonly inputs: {
    /** A law without `kind` is `independent`; a probability may be `{ exponent, activePerSample }`. See `completeLaw`. */
    readonly features: FeatureLaw | Omit<IndependentLaw, 'kind'>
    readonly directions: DirectionsDescription
    /** `[input]`. Default 0. */
    readonly bias?: ArrayLike<number>
    /** Default `identity`. */
    readonly activation?: InputLaw['activation']
  }
  /** Defaults: untied, a unit decoder, one prefix of all latents. */
  readonly model: Pick<DictionaryModel, 'latentCount'> &
    Partial<Pick<DictionaryModel, 'tied' | 'unitDecoder' | 'prefixes'>> & { readonly rule: RuleDescription }
  /** Default: Adam at 1e-3 with beta1 .9, beta2 .999, epsilon 1e-8, constant. */
  readonly optimizer?: Partial<Omit<DictionaryOptimizer, 'schedule'>> & { readonly schedule?: ScheduleDescription }
  /** Default 1024. */
  readonly batchSize?: number
  readonly steps: number
  /** One entry or several, at least one. */
  readonly members: DictionaryMember | readonly DictionaryMember[]
}

/** Given vectors `[feature, input]`, or unit vectors of a seed (default 0). */
export type DirectionsDescription =
  | Matrix
  | {
      readonly kind: 'orthonormal' | 'random'
      readonly featureCount: number
      readonly inputSize: number
      readonly seed?: number
    }

/** Defaults of jump-relu: bandwidth .05, startThreshold .01. */
export type RuleDescription =
  | Exclude<LatentRule, { kind: 'jump-relu' }>
  | {
      readonly kind: 'jump-relu'
      readonly sparsity: number
      readonly bandwidth?: number
      readonly startThreshold?: number
    }

/** One dictionary, with its own seed and rates. */
export interface DictionaryMember {
  /** How many like this one: member i has the seed `deriveSeed(seed, ['member', i])`. Default: one, with `seed` itself. */
  readonly count?: number
  /** An integer in [0, 2⁵³). */
  readonly seed: number
  /** Default: the model's. */
  readonly rule?: RuleDescription
  /** Default: the optimizer's. */
  readonly learningRate?: number
  readonly start?: Start
}
