/** Sparse autoencoders of SAELens, dictionary_learning, sparsify and Gemma Scope, turned to [latent, input]. */
import type { Tensor } from '@digon/model'
import { InvalidFileError } from '../invalid-file.js'
import type { DictionaryLayout } from './layouts.js'
import { transposed, withMembers } from './member-tensors.js'
import type { NamedTensors } from './named-tensors.js'
import type { OpenedDictionary } from './opened-weights.js'

/** @throws {InvalidFileError} when shapes do not belong together. */
export function readDictionary(layout: DictionaryLayout, named: NamedTensors, file: string): OpenedDictionary {
  const refuse = (name: string, reason: string): never => {
    throw new InvalidFileError(file, `tensor ${JSON.stringify(name)}`, reason)
  }
  const matrix = (name: string, isLatentFirst: boolean): Tensor => {
    const { name: full, tensor } = named.take(name)!
    if (tensor.shape.length !== 2 || tensor.shape.includes(0)) refuse(full, `[${tensor.shape}]; expected two axes ≥ 1`)
    const { shape, values } = isLatentFirst ? withMembers(tensor, 2) : transposed(withMembers(tensor, 2))
    return { shape: shape.slice(1), values }
  }
  const encoder = matrix(layout.encoder, layout.encoderIsLinear)
  const decoder = matrix(layout.decoder, !layout.decoderIsLinear)
  const [latents, inputs] = decoder.shape
  if (encoder.shape.join() !== decoder.shape.join()) {
    refuse(layout.encoder, `[${encoder.shape}] as [latent, input]; the decoder has [${decoder.shape}]`)
  }
  const vector = (names: readonly string[], length: number): Tensor | undefined => {
    const found = named.takeFirst(names)
    if (found === undefined) return undefined
    const { name, tensor } = found
    const isNumber = name.toLowerCase().endsWith('threshold') && tensor.shape.length === 0
    if (!isNumber && tensor.shape.join() !== String(length)) refuse(name, `[${tensor.shape}]; expected [${length}]`)
    const { values } = withMembers(tensor, 0)
    return { shape: tensor.shape, values }
  }
  const threshold = vector(['threshold', 'log_threshold'], latents!)
  const gateBias = vector(['gate_bias', 'b_gate'], latents!)
  const magnitudeScale = vector(['r_mag'], latents!)
  const magnitudeBias = vector(['mag_bias', 'b_mag'], latents!)
  const isGated = gateBias !== undefined
  for (const name of ['k', 'W_skip', 'scaling_factor']) named.take(name)
  const encoderBias = gateBias ?? vector(['b_enc', 'encoder.bias'], latents!)
  const decoderBias = vector(['b_dec', 'decoder.bias', 'decoder_bias', 'bias'], inputs!)
  const name = named.find(layout.decoder)!
  return {
    kind: 'dictionary',
    form: isGated ? 'gated' : threshold === undefined ? 'standard' : 'jump-relu',
    encoder,
    decoder,
    ...(encoderBias && { encoderBias }),
    ...(decoderBias && { decoderBias }),
    ...(threshold && { threshold }),
    ...(magnitudeScale && { magnitudeScale }),
    ...(magnitudeBias && { magnitudeBias }),
    reading: `read a dictionary of ${latents} latents in ${inputs} dimensions, from ${name.name} [${name.tensor.shape.join(', ')}]`,
    notes: [],
  }
}
