/** A trained dictionary (a sparse autoencoder) as plain numbers: what files hold, and what codes and scores are computed from. */
import type { Matrix } from '@digon/matrix'

/** A trained dictionary as it is used: every latent decides for itself, but for top-k. */
export interface Dictionary {
  readonly form: 'standard' | 'top-k' | 'jump-relu' | 'gated'
  /** `[latent, input]`. */
  readonly encoder: Matrix
  /** `[latent]`; that of the gates, where it is gated. */
  readonly encoderBias: Float64Array
  /** `[latent, input]`: what each latent writes. */
  readonly decoder: Matrix
  /** `[input]`. */
  readonly decoderBias: Float64Array
  /** Whether encoders read x − decoderBias, or x itself. */
  readonly subtractsDecoderBias: boolean
  /** `[latent]`, of jump-relu. */
  readonly threshold?: Float64Array
  /** Of top-k. */
  readonly activeCount?: number
  /** `[latent]`, of gated: exp(r), factors > 0, and b_mag. */
  readonly magnitude?: { readonly scale: Float64Array; readonly bias: Float64Array }
}
