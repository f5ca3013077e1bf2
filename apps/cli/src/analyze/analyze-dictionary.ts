import type { OpenedDictionary } from '@digon/formats'
import { checkFinite, dot, matrix, row } from '@digon/matrix'
import { featureNorms } from '@digon/metrics'
import { formatNumber, textTable } from '../text-table.js'

/** A sparse autoencoder in a few numbers; how well it finds features needs true features beside it. */
export interface AnalyzedDictionary {
  readonly form: OpenedDictionary['form']
  readonly latents: number
  readonly inputs: number
  /** Norms of the latents' decoder directions: least, median, most. */
  readonly decoderNorms: readonly [number, number, number]
  /** Cosines of each latent's encoder and decoder direction: least, median, most. Zero vectors count as 0. */
  readonly encoderDecoderCosines: readonly [number, number, number]
}

/** @throws {ShapeError} when a weight is not finite. */
export function analyzeDictionary({ form, encoder, decoder }: OpenedDictionary): AnalyzedDictionary {
  const [latents, inputs] = decoder.shape as [number, number]
  const reads = matrix(latents, inputs, encoder.values, 'encoder')
  const writes = matrix(latents, inputs, decoder.values, 'decoder')
  checkFinite(reads, 'encoder')
  checkFinite(writes, 'decoder')
  const readNorms = featureNorms(reads)
  const writeNorms = featureNorms(writes)
  const cosines = Float64Array.from({ length: latents }, (_, latent) => {
    const product = readNorms[latent]! * writeNorms[latent]!
    return product === 0 ? 0 : dot(row(reads, latent), row(writes, latent)) / product
  })
  return { form, latents, inputs, decoderNorms: range(writeNorms), encoderDecoderCosines: range(cosines) }
}

export function dictionaryTable({ form, ...found }: AnalyzedDictionary): string {
  const text = (numbers: readonly number[]): string => numbers.map(formatNumber).join(' / ')
  return textTable(
    [
      { title: 'form' },
      { title: 'latents', align: 'right' },
      { title: 'dimensions', align: 'right' },
      { title: 'decoder norms: minimum / median / maximum' },
      { title: 'cosines of encoder and decoder' },
    ],
    [[form, String(found.latents), String(found.inputs), text(found.decoderNorms), text(found.encoderDecoderCosines)]],
  )
}

function range(values: Float64Array): [number, number, number] {
  const sorted = values.slice().sort()
  return [sorted[0]!, sorted[Math.floor((sorted.length - 1) / 2)]!, sorted.at(-1)!]
}
