/**
 * What the laboratory trains: an ensemble of one model shape, flat and plain, so that a form, an address and a message can hold it.
 * Loads nothing. Ranges and texts of single fields are `settings-fields.ts`, the complete ensemble is `describe.ts`.
 */

/** A set of features that one draw switches on: all of them, or one of them. */
export interface FeatureSet {
  readonly kind: 'together' | 'exclusive'
  /** Counted from 0, ascending. */
  readonly features: readonly number[]
}

/** How the features of a sample are chosen; the words of @digon/data. */
export type LawKind = 'independent' | 'exactly' | 'hierarchy' | 'copula' | 'latent'

/** Zipf's law: feature i, counted from 1, is active with a probability in proportion to i^−exponent. */
export interface ZipfCurve {
  /** From 0. */
  readonly exponent: number
  /** Mean number of active features of a sample, above 0. */
  readonly activePerSample: number
}

/** Of active features: uniform on [0, 1), uniform on (−1, 1), −1 or 1, this constant, or a law with numbers of its own. */
export type ValueSetting =
  | 'unit'
  | 'signed'
  | 'sign'
  | number
  | { readonly kind: 'range'; readonly least: number; readonly greatest: number }
  | { readonly kind: 'normal' | 'folded-normal' | 'clipped-normal'; readonly mean: number; readonly deviation: number }

export interface Settings {
  /** n, from 1. */
  readonly featureCount: number
  /** m, from 1. */
  readonly hiddenSize: number
  readonly hiddenActivation: 'identity' | 'relu'
  readonly outputActivation: 'relu' | 'identity' | 'gelu'
  /** The output weights are the transposed input weights. */
  readonly tied: boolean
  readonly outputBias: boolean
  readonly hiddenBias: boolean
  readonly target: 'identity' | 'absolute'
  readonly law: LawKind
  /** P(feature is active), above 0 up to 1: of every feature, or what the law makes of it (`feature-law.ts`). */
  readonly probability: number
  /** Of independent, hierarchy, copula: `p` as it is, one number per feature, or Zipf's law (not for a hierarchy). */
  readonly probabilities: 'p' | readonly number[] | ZipfCurve
  /** Of independent: sets that are switched on with the probability; a feature is in one of them at most. */
  readonly groups: readonly FeatureSet[]
  /** Of exactly: so many features are active in every sample. */
  readonly activeCount: number
  /** Of hierarchy, per feature: its parent, counted from 0, null for a root; or a binary tree in the order of the features. */
  readonly parents: 'binary' | readonly (number | null)[]
  /** Of hierarchy: sets of siblings, counted from 0, ascending, of which at most one is active. */
  readonly exclusive: readonly (readonly number[])[]
  /** Of copula: of every pair, or `[feature][feature]`. */
  readonly correlation: number | readonly (readonly number[])[]
  /** Of latent, `[state][feature]`: P(active in this state); or two states, each with one half of the features, active with p. */
  readonly states: 'halves' | readonly (readonly number[])[]
  /** Of latent: how often each state is drawn, in proportion. */
  readonly weights: 'equal' | readonly number[]
  readonly values: ValueSetting
  /** Feature i has importance baseⁱ, or the numbers of a list. */
  readonly importance: { readonly base: number } | readonly number[]
  readonly optimizer: 'adamw' | 'adam' | 'sgd'
  /** Of sgd, from 0, below 1. */
  readonly momentum: number
  readonly learningRate: number
  /** λ, from 0: the loss has λ times the mean of Σ|h| added. */
  readonly hiddenL1: number
  /** Undefined for the optimizer's own: 0.01 for adamw, else 0. */
  readonly weightDecay: number | undefined
  /** The rate stays, or falls to 0 at `steps`. */
  readonly schedule: 'constant' | { readonly kind: 'linear' | 'cosine'; readonly steps: number }
  /** Samples in a step. */
  readonly batchSize: number
  readonly initialization:
    | { readonly kind: 'xavier-normal'; readonly fanIn: number; readonly fanOut: number }
    | { readonly kind: 'normal'; readonly deviation: number }
  /** Models that differ in their seeds alone. */
  readonly restarts: number
  /** An integer from 0 to 2⁵³ − 1; every restart takes its own from it. */
  readonly seed: number
}

/**
 * The paper's first figure: five features in two dimensions, importance 0.9ⁱ, initialized as in its notebook; smaller batches and a
 * higher rate than there, so that shapes form in hundreds of steps instead of thousands.
 */
export const defaultSettings: Settings = {
  featureCount: 5,
  hiddenSize: 2,
  hiddenActivation: 'identity',
  outputActivation: 'relu',
  tied: true,
  outputBias: true,
  hiddenBias: false,
  target: 'identity',
  probability: 0.1,
  law: 'independent',
  probabilities: 'p',
  groups: [],
  activeCount: 1,
  parents: 'binary',
  exclusive: [],
  correlation: 0.5,
  states: 'halves',
  weights: 'equal',
  values: 'unit',
  importance: { base: 0.9 },
  optimizer: 'adamw',
  momentum: 0,
  hiddenL1: 0,
  learningRate: 3e-3,
  weightDecay: undefined,
  schedule: 'constant',
  batchSize: 256,
  initialization: { kind: 'xavier-normal', fanIn: 10, fanOut: 20 },
  restarts: 4,
  seed: 1,
}

/** Engines that can be asked for. `automatic` takes the first that runs here without a GPU, plain JavaScript at the last. */
export const engines = ['automatic', 'wasm', 'webgpu', 'tfjs-wasm'] as const
export type Engine = (typeof engines)[number]

/** Steps in a second while playing, at most; the machine may be slower. */
export const stepsPerSecond = { slow: 10, normal: 120, fast: 1200, fastest: Number.POSITIVE_INFINITY } as const
export type Speed = keyof typeof stepsPerSecond

/** What can change while a model trains, so that it goes on from its very weights: everything that no shape and no seed depends on. */
export const liveNames = [
  'law',
  'probability',
  'probabilities',
  'groups',
  'activeCount',
  'parents',
  'exclusive',
  'correlation',
  'states',
  'weights',
  'values',
  'importance',
  'target',
  'learningRate',
  'hiddenL1',
  'weightDecay',
  'batchSize',
] as const satisfies readonly (keyof Settings)[]
export type LiveName = (typeof liveNames)[number]
