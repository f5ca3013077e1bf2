/**
 * The contract: what a dictionary (a sparse autoencoder) is, what it is trained on and how. Plain records. Descriptions with
 * defaults are completed and checked by `define-dictionaries.ts`; training is `session.ts`, use of a trained one `encode.ts`, and the
 * record of a trained one is `Dictionary` of @digon/model.
 *
 * A dictionary writes an input x as few of its latents: u = E (x − b_dec), z = u + b_enc, codes c = rule(z),
 * x̂ = b_dec + Σ_j c_j D_j. Its loss is the mean over samples of
 *
 *     Σ_p weight_p ‖x − x̂_p‖² + penalty,   x̂_p = b_dec + Σ_{j < latents_p} c_j D_j
 *
 * with one prefix of all latents and weight 1 unless it is a Matryoshka dictionary. Squared errors are summed over inputs.
 */
import type { FeatureLaw } from '@digon/data'
import type { Matrix } from '@digon/matrix'
import type { Schedule } from '@digon/model'

/** One dictionary to train. Complete: no default is left open. */
export interface DictionaryTraining {
  /** Of samples and initial values; an integer in [0, 2⁵³). */
  readonly seed: number
  readonly inputs: InputLaw
  readonly model: DictionaryModel
  readonly optimizer: DictionaryOptimizer
  /** Fresh samples per step, an integer ≥ 1. */
  readonly batchSize: number
  /** An integer ≥ 0. */
  readonly steps: number
  /** Where the directions start. Default none: random unit vectors. */
  readonly start?: Start
}

/**
 * What a dictionary reads: x = activation(bias + Σ_i f_i directions_i) of sparse features f. Known features have directions of
 * one's choice; hidden activations of a trained model have its weights, its hidden bias and its hidden activation.
 */
export interface InputLaw {
  readonly features: FeatureLaw
  /** `[feature, input]`. */
  readonly directions: Matrix
  /** `[input]`. Default 0. */
  readonly bias?: Float64Array
  readonly activation: 'identity' | 'relu'
}

/** The shape and the kind of all dictionaries of an ensemble. */
export interface DictionaryModel {
  /** Input coordinates, an integer ≥ 1. */
  readonly inputSize: number
  /** Directions of the dictionary, an integer ≥ 1. */
  readonly latentCount: number
  readonly rule: LatentRule
  /** E is D itself. */
  readonly tied: boolean
  /** Rows of D are kept at length 1: gradients lose what is parallel to them, and updates are scaled back. */
  readonly unitDecoder: boolean
  /** Ascending in `latents`; the last has them all. */
  readonly prefixes: readonly Prefix[]
}

/** The first latents reconstruct the input alone, and that error counts with this weight (Matryoshka; Bussmann et al., 2025). */
export interface Prefix {
  /** An integer from 1 to latentCount. */
  readonly latents: number
  /** ≥ 0. */
  readonly weight: number
}

/** Which latents are active, and what is paid for them. H is the step function, 0 at 0. */
export type LatentRule =
  /** c = ReLU(z); the penalty is sparsity × Σ_j c_j ‖D_j‖ (Bricken et al., 2023). */
  | { readonly kind: 'l1'; readonly sparsity: number }
  /** The largest z of each sample, as far as positive (Gao et al., 2024). `activeCount` is an integer ≥ 1. */
  | { readonly kind: 'top-k'; readonly activeCount: number }
  /** The ⌊activeCount × batchSize⌋ largest z of a batch, as far as positive (Bussmann et al., 2024). May be fractional. */
  | { readonly kind: 'batch-top-k'; readonly activeCount: number }
  /**
   * c = z H(z − θ), θ = exp(log threshold), one per latent; the penalty is sparsity × Σ_j H(z_j − θ_j). Thresholds learn by
   * a rectangle of this bandwidth in place of the derivative of H (Rajamanoharan et al., 2024b).
   */
  | {
      readonly kind: 'jump-relu'
      readonly sparsity: number
      readonly bandwidth: number
      readonly startThreshold: number
    }
  /**
   * g = ReLU(z), c = H(z) ReLU(exp(r) u + b_mag). The penalty is sparsity × Σ_j g_j ‖D_j‖ + ‖x − b_dec − Σ_j g_j D_j‖², the
   * latter without gradient for D and b_dec as they stand there (Rajamanoharan et al., 2024a).
   */
  | { readonly kind: 'gated'; readonly sparsity: number }

/** Adam. */
export interface DictionaryOptimizer {
  /** > 0, before the schedule's factor. */
  readonly learningRate: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  readonly schedule: Schedule
}

/** Where the parameters of a dictionary start. */
export interface Start {
  /** `[latent, input]`: D, and E where it is not tied. Scaled to length 1 where the model's decoder is. */
  readonly decoder: Matrix
}

/** The trained numbers, by name. Which there are follows from the model: `parameterSizes`. */
export interface DictionaryParameters {
  /** `[latent, input]`: E, where it is not tied. */
  readonly encoder?: Numbers
  /** `[latent]`. */
  readonly encoderBias: Numbers
  /** `[latent, input]`: D. */
  readonly decoder: Numbers
  /** `[input]`. */
  readonly decoderBias: Numbers
  /** `[latent]`: log θ of jump-relu. */
  readonly logThreshold?: Numbers
  /** `[latent]`: r of gated. */
  readonly magnitudeScale?: Numbers
  /** `[latent]`: b_mag of gated. */
  readonly magnitudeBias?: Numbers
}

type Numbers = Float32Array | Float64Array
