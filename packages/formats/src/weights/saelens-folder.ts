/**
 * The folders of SAELens (version 6): a dictionary as `cfg.json` and `sae_weights.safetensors`, true features as
 * `synthetic_model_config.json` and `synthetic_model.safetensors`. Weights are read by `open-weights.ts`; here is what only the
 * configuration says, and the way out. Bytes by file name: the disk is the caller's.
 */
import type { Matrix } from '@digon/matrix'
import type { Dictionary } from '@digon/model'
import { canonicalJson } from '../canonical-json.js'
import type { FileTensor } from '../file-tensor.js'
import { InvalidFileError } from '../invalid-file.js'
import { parseStrictJson } from '../strict-json.js'
import { writeSafetensors } from '../write-safetensors.js'

/** What a `cfg.json` says of the dictionary beside it. */
export interface SaelensConfig {
  readonly architecture: string
  /** Of top-k. */
  readonly activeCount?: number
  /** Whether encoders read x − b_dec. SAELens: yes, unless it is said. */
  readonly subtractsDecoderBias: boolean
}

const architectures = { standard: 'standard', 'top-k': 'topk', 'jump-relu': 'jumprelu', gated: 'gated' } as const

/** The files of a dictionary's folder, float32, by name. */
export function saelensFolder(dictionary: Dictionary): ReadonlyMap<string, Uint8Array> {
  const { form, encoder, encoderBias, decoder, decoderBias, threshold, magnitude, activeCount } = dictionary
  const config = {
    ...{ architecture: architectures[form], d_in: decoder.columns, d_sae: decoder.rows },
    ...(activeCount !== undefined && { k: activeCount }),
    ...{ dtype: 'float32', device: 'cpu', apply_b_dec_to_input: dictionary.subtractsDecoderBias },
    ...{ normalize_activations: 'none', reshape_activations: 'none', metadata: {} },
  }
  const tensors: Record<string, FileTensor> = {
    W_enc: { shape: [encoder.columns, encoder.rows], values: float32(transposedValues(encoder)) },
    W_dec: { shape: [decoder.rows, decoder.columns], values: float32(decoder.values) },
    b_dec: vector(decoderBias),
    [form === 'gated' ? 'b_gate' : 'b_enc']: vector(encoderBias),
    ...(threshold && { threshold: vector(threshold) }),
    ...(magnitude && { r_mag: vector(magnitude.scale.map(Math.log)), b_mag: vector(magnitude.bias) }),
  }
  return new Map([
    ['cfg.json', new TextEncoder().encode(`${canonicalJson(config)}\n`)],
    ['sae_weights.safetensors', writeSafetensors(tensors)],
  ])
}

/**
 * The files of a folder of true features.
 *
 * @param directions `[feature, input]`. @param bias `[input]`. @param probabilities `[feature]`.
 */
export function saelensFeatures(
  directions: Matrix,
  bias: Float64Array,
  probabilities: ArrayLike<number>,
): ReadonlyMap<string, Uint8Array> {
  const config = { num_features: directions.rows, hidden_dim: directions.columns }
  const tensors: Record<string, FileTensor> = {
    feature_vectors: { shape: [directions.rows, directions.columns], values: float32(directions.values) },
    bias: vector(bias),
    firing_probabilities: vector(probabilities),
  }
  return new Map([
    ['synthetic_model_config.json', new TextEncoder().encode(`${canonicalJson(config)}\n`)],
    ['synthetic_model.safetensors', writeSafetensors(tensors)],
  ])
}

/**
 * A `cfg.json`. Versions before 6 say `activation_fn_kwargs: { k }`.
 *
 * @throws {InvalidFileError} when it is no JSON object, or a field that decides the codes is of another kind.
 */
export function readSaelensConfig(text: string, file: string): SaelensConfig {
  const found = parseStrictJson(text, { file, field: 'text', maximumDepth: 32 })
  if (typeof found !== 'object' || found === null || Array.isArray(found)) {
    throw new InvalidFileError(file, 'text', 'not an object; expected the configuration of a dictionary')
  }
  const config = found as Readonly<Record<string, unknown>>
  const { architecture = 'standard', apply_b_dec_to_input: subtracts = true } = config
  if (typeof architecture !== 'string') throw new InvalidFileError(file, 'architecture', 'no name')
  if (typeof subtracts !== 'boolean') throw new InvalidFileError(file, 'apply_b_dec_to_input', 'not true or false')
  const kwargs = config.activation_fn_kwargs as Readonly<Record<string, unknown>> | null | undefined
  const k = config.k ?? kwargs?.k
  if (k !== undefined && !(typeof k === 'number' && k > 0 && Number.isFinite(k))) {
    throw new InvalidFileError(file, 'k', 'not a number > 0')
  }
  return { architecture, subtractsDecoderBias: subtracts, ...(k !== undefined && { activeCount: k }) }
}

function vector(values: ArrayLike<number>): FileTensor {
  return { shape: [values.length], values: float32(values) }
}

function float32(values: ArrayLike<number>): Float32Array {
  return Float32Array.from(values)
}

function transposedValues({ rows, columns, values }: Matrix): Float64Array {
  return Float64Array.from(values, (_, k) => values[(k % rows) * columns + Math.floor(k / rows)]!)
}
