import type { FeatureLaw, SparseBatch } from '@digon/data'
import type { Parameters } from './parameters.js'

/**
 * The ensemble: many members of one model shape, trained together. Plain data, complete (no defaults left open).
 * `defineEnsemble` (define-ensemble.ts) makes one from a shorter description and names what is wrong with it.
 */
export interface Ensemble {
  readonly model: Model
  /** What the model should output: the input x, or |x| (paper §11). */
  readonly target: Target
  readonly optimizer: Optimizer
  /** Samples per member and step, an integer from 1 to 2³² − 1. */
  readonly batchSize: number
  /** At least one. */
  readonly members: readonly Member[]
}

/** What the model should output: the input, or its absolute value. */
export type Target = 'identity' | 'absolute'
/** What an ensemble trains. */
export type Model = AutoencoderModel | CustomModel

/**
 * hidden = hiddenActivation(Wᵀ x + hiddenBias); output = outputActivation(V hidden + bias), where x is `[feature]`,
 * W is `weights` `[feature, hidden]` and V is W itself when tied, else the transpose of `outputWeights` `[hidden, feature]`.
 * (Paper §2 and §3; the paper writes W as [hidden, feature].)
 */
export interface AutoencoderModel {
  readonly kind: 'autoencoder'
  /** n, an integer ≥ 1. */
  readonly featureCount: number
  /** m, an integer ≥ 1. */
  readonly hiddenSize: number
  readonly hiddenActivation: 'identity' | 'relu'
  /** `gelu` is the exact one, x·Φ(x). The derivative of relu at 0 is 0. */
  readonly outputActivation: 'identity' | 'relu' | 'gelu'
  readonly tied: boolean
  readonly outputBias: boolean
  readonly hiddenBias: boolean
}

/** A model that names its parameters' shapes only; its forward function is handed to the tfjs backend under this name. */
export interface CustomModel {
  readonly kind: 'custom'
  readonly name: string
  /** Number of input (and output) coordinates, an integer ≥ 1. */
  readonly featureCount: number
  /** Parameter name to its shape, without the member axis. */
  readonly parameters: Readonly<Record<string, readonly number[]>>
}

/** One update a batch. `adamw` decays the parameters themselves, `adam` and `sgd` add weightDecay × parameter to the gradient. */
export interface Optimizer {
  readonly kind: 'adamw' | 'adam' | 'sgd'
  /** Decay of the first moment, from 0 to 1, 1 excluded. Default 0.9. Not used by sgd. */
  readonly beta1: number
  /** Decay of the second moment, from 0 to 1, 1 excluded. Default 0.999. Not used by sgd. */
  readonly beta2: number
  /** Added to the root of the second moment, > 0. Default 1e-8. Not used by sgd. */
  readonly epsilon: number
  /** Momentum of sgd, from 0 to 1, 1 excluded. Default 0. Not used by adamw and adam. */
  readonly momentum: number
  readonly schedule: Schedule
}

/**
 * The factor on every member's learning rate at step t, counted from 0: (t + 1) / warmUpSteps while t < warmUpSteps;
 * afterwards, with u = t − warmUpSteps and U = totalSteps − warmUpSteps: constant 1, linear 1 − u/U, cosine cos(π/2 · u/(U − 1)).
 * From u = U on, linear and cosine are 0. (A cosine of one step, U = 1, has the factor 1.)
 */
export interface Schedule {
  readonly kind: 'constant' | 'linear' | 'cosine'
  /** An integer ≥ 0. Default 0. */
  readonly warmUpSteps: number
  /** An integer ≥ 1; for linear and cosine greater than warmUpSteps. Not used by constant. */
  readonly totalSteps: number
}

/** One model of the ensemble. Its index in the ensemble never enters what it computes. */
export interface Member {
  /** An integer from 0 up to, not including, 2⁵³. */
  readonly seed: number
  readonly data: MemberData
  /** `[feature]`: weight of each feature in the loss, finite and ≥ 0. */
  readonly importance: readonly number[]
  /** > 0, before the schedule's factor. Default 1e-3. */
  readonly learningRate: number
  /** ≥ 0. Default 0.01 for adamw, else 0. */
  readonly weightDecay: number
  /** λ ≥ 0: adds λ × batch mean of Σ|hidden| to the loss (paper §12). Default 0. Subgradient 0 at 0. */
  readonly hiddenL1: number
  readonly initialization: Initialization
  /** Features whose weights, output weights and bias keep their initial values. Ascending. Default none. */
  readonly frozenFeatures: readonly number[]
}

/** A law to draw fresh batches from, or fixed samples: step t uses batch t mod count (one batch = full-batch training). */
export type MemberData = FeatureLaw | FixedBatches
/** Samples that the caller gives instead of a law. */
export interface FixedBatches {
  readonly kind: 'batches'
  /** At least one; each with the ensemble's batchSize and featureCount. */
  readonly batches: readonly SparseBatch[]
}

/** Where the parameters start. Biases (in a custom model: tensors of one axis) start at 0 unless given. Drawn from the member's own seed. */
export type Initialization =
  /** Normal with deviation √(2 / (fanIn + fanOut)), the same for all weights; the fans are numbers > 0, never taken from the ensemble's size. */
  | { readonly kind: 'xavier-normal'; readonly fanIn: number; readonly fanOut: number }
  /** Normal with this deviation, ≥ 0. */
  | { readonly kind: 'normal'; readonly deviation: number }
  /** The first `corners` features on a regular polygon of this radius in the first two hidden dimensions, the others 0; every output bias = bias. Tied, hiddenSize ≥ 2. */
  | { readonly kind: 'polygon'; readonly corners: number; readonly radius: number; readonly bias: number }
  /** These very numbers; shapes without the member axis. */
  | { readonly kind: 'given'; readonly parameters: Parameters }
