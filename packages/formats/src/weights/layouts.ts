/**
 * The names under which people keep the weights of toy models and dictionaries, as a table. Which axis is the feature is
 * `orientation.ts`. Names are matched without upper and lower case where the field uses both.
 */

/** A model that maps features to hidden units and back. */
export interface ModelLayout {
  /** The tensor from features to hidden units. */
  readonly encoder: string
  /** The tensor back; without one the model is tied. */
  readonly decoder?: string
  /** Names of the output bias [feature]; the first that is there counts. */
  readonly bias: readonly string[]
  readonly hiddenBias: readonly string[]
  /** What the names say of the hidden units: `relu` where the authors' code has neurons. */
  readonly hiddenActivation: 'identity' | 'relu'
  /**
   * Order of the encoder's axes, where the names alone decide it: `linear` is torch's nn.Linear, [hidden, feature]. `unknown`
   * where the field uses the same names in both orders, as for the `W` of the official notebook.
   */
  readonly axes: 'feature-hidden' | 'linear' | 'unknown'
}

const biases = ['b_final', 'bias', 'b', 'decoder_bias']
const identity = { hiddenActivation: 'identity', bias: biases, hiddenBias: ['b_hidden'] } as const
const neurons = {
  hiddenActivation: 'relu',
  bias: biases,
  hiddenBias: ['b_hidden', 'b1', 'b_in'],
  axes: 'unknown',
} as const

/** In this order: a layout with more names comes before one that has some of them. */
export const modelLayouts: readonly ModelLayout[] = [
  // Checkpoints of Digon.
  {
    ...identity,
    encoder: 'weights',
    decoder: 'outputWeights',
    bias: ['bias'],
    hiddenBias: ['hiddenBias'],
    axes: 'feature-hidden',
  },
  { ...identity, encoder: 'weights', bias: ['bias'], hiddenBias: ['hiddenBias'], axes: 'feature-hidden' },
  // The official notebook, APD's first models, ARENA (which has the axes the other way round).
  { ...identity, encoder: 'W', decoder: 'W_out', axes: 'unknown' },
  { ...identity, encoder: 'W', axes: 'unknown' },
  // Stochastic parameter decomposition, and any pair of nn.Linear named so.
  {
    ...identity,
    encoder: 'linear1.weight',
    decoder: 'linear2.weight',
    bias: ['linear2.bias'],
    hiddenBias: ['linear1.bias'],
    axes: 'linear',
  },
  // Attribution-based parameter decomposition.
  { ...identity, encoder: 'linear1.weight', axes: 'unknown' },
  {
    ...identity,
    encoder: 'initial_layer.weight',
    decoder: 'final_layer.weight',
    bias: ['final_layer.bias'],
    hiddenBias: ['initial_layer.bias'],
    axes: 'linear',
  },
  // Models that compute in superposition.
  { ...neurons, encoder: 'W_in_eff', decoder: 'W_out_eff' },
  { ...neurons, encoder: 'W_in', decoder: 'W_out' },
  { ...neurons, encoder: 'W1', decoder: 'W2' },
  // Autoencoders with a narrow middle; a wide middle is a dictionary, which is looked for first.
  {
    ...identity,
    encoder: 'encoder.weight',
    decoder: 'decoder.weight',
    bias: ['decoder.bias', 'decoder_bias'],
    hiddenBias: ['encoder.bias'],
    axes: 'linear',
  },
  { ...identity, encoder: 'encoder.weight', bias: ['decoder_bias'], axes: 'linear' },
]

/** A sparse autoencoder: many latents that read and write a space of inputs. */
export interface DictionaryLayout {
  readonly encoder: string
  readonly decoder: string
  /** Whether the axes are those of nn.Linear: encoder [latent, input], decoder [input, latent]; else encoder [input, latent]. */
  readonly encoderIsLinear: boolean
  readonly decoderIsLinear: boolean
}

export const dictionaryLayouts: readonly DictionaryLayout[] = [
  { encoder: 'W_enc', decoder: 'W_dec', encoderIsLinear: false, decoderIsLinear: false },
  { encoder: 'encoder.weight', decoder: 'W_dec', encoderIsLinear: true, decoderIsLinear: false },
  { encoder: 'encoder.weight', decoder: 'decoder.weight', encoderIsLinear: true, decoderIsLinear: true },
]

/** Directions of features alone, [feature, hidden]: the true features of a synthetic data set. */
export const directionNames: readonly string[] = ['feature_vectors']
