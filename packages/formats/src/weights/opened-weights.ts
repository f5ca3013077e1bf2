/** What a weights file turns out to be, in our names and axes. */
import type { Parameters, Tensor } from '@digon/model'

/** How a file was read, for people. */
export interface Reading {
  /** One sentence: `read W as 5 features × 2 dimensions, 10 members, from linear1.weight [10, 5, 2]`. */
  readonly reading: string
  /** What was left out or worked out, one sentence each. */
  readonly notes: readonly string[]
}

/** One or more models of one shape. */
export interface OpenedModel extends Reading {
  readonly kind: 'model'
  /**
   * `weights` [member, feature, hidden]; where the file has them `outputWeights` [member, hidden, feature] (not for tied
   * models), `bias` [member, feature], `hiddenBias` [member, hidden].
   */
  readonly parameters: Parameters
  /** `relu` where the file's names, or `hiddenActivation` in its metadata, say so; else `identity`. A run's own settings know better. */
  readonly hiddenActivation: 'identity' | 'relu'
}

/** A sparse autoencoder. Its latents stand for features, its inputs for hidden dimensions. */
export interface OpenedDictionary extends Reading {
  readonly kind: 'dictionary'
  readonly form: 'standard' | 'jump-relu' | 'gated'
  /** `[latent, input]`. */
  readonly encoder: Tensor
  /** `[latent, input]`: what each latent writes. */
  readonly decoder: Tensor
  /** `[latent]`, if there is one; that of the gates, where it is gated. */
  readonly encoderBias?: Tensor
  /** `[input]`, if there is one. */
  readonly decoderBias?: Tensor
  /** `[latent]` or a single number, if there is one. */
  readonly threshold?: Tensor
  /** `[latent]`, of gated dictionaries: r, with magnitudes exp(r) (x − b) · E + bias. */
  readonly magnitudeScale?: Tensor
  /** `[latent]`, of gated dictionaries. */
  readonly magnitudeBias?: Tensor
}

/** Models, or a dictionary: whatever a weights file turned out to be. */
export type OpenedWeights = OpenedModel | OpenedDictionary

/** What a user may say about a weights file that its names do not tell. */
export interface OpenOptions {
  /** Which axis of the weights is the features, counted without the member axis. Default: found from the biases and names. */
  readonly featuresAxis?: 0 | 1 | undefined
  /** The tensor to read as weights, by its full name. Default: found by its name. */
  readonly tensor?: string | undefined
}
