/** A dictionary that was read from a file, as one that can be used: with what only its folder's configuration says. */
import { dirname, join } from 'node:path'
import type { Dictionary } from '@digon/dictionaries'
import { type OpenedDictionary, readSaelensConfig, type SaelensConfig } from '@digon/formats'
import { matrix } from '@digon/matrix'
import { CannotReadError, isFolder, readNamedText } from '@digon/runs'

/** @param config of the folder, if there is one: it alone says that a dictionary is top-k. */
export function usableDictionary(opened: OpenedDictionary, config?: SaelensConfig): Dictionary {
  const { encoder, decoder, encoderBias, decoderBias, threshold, magnitudeScale, magnitudeBias } = opened
  const [latentCount, inputSize] = decoder.shape as [number, number]
  const ofLatents = (values: ArrayLike<number> | undefined): Float64Array => {
    if (values === undefined) return new Float64Array(latentCount)
    // A single threshold stands for all latents.
    return values.length === 1 ? new Float64Array(latentCount).fill(values[0]!) : Float64Array.from(values)
  }
  const isTopK = opened.form === 'standard' && config?.activeCount !== undefined
  return {
    form: isTopK ? 'top-k' : opened.form,
    encoder: matrix(latentCount, inputSize, encoder.values),
    decoder: matrix(latentCount, inputSize, decoder.values),
    encoderBias: ofLatents(encoderBias?.values),
    decoderBias: Float64Array.from(decoderBias?.values ?? new Float64Array(inputSize)),
    subtractsDecoderBias: config?.subtractsDecoderBias ?? true,
    ...(threshold && { threshold: ofLatents(threshold.values) }),
    ...(isTopK && { activeCount: config.activeCount }),
    ...(opened.form === 'gated' && {
      magnitude: {
        scale: ofLatents(magnitudeScale?.values).map(Math.exp),
        bias: ofLatents(magnitudeBias?.values),
      },
    }),
  }
}

/** The configuration in a folder, or beside a file; undefined where there is none. @throws {InvalidFileError} when it is wrong. */
export async function configurationOf(path: string): Promise<SaelensConfig | undefined> {
  const file = join((await isFolder(path)) ? path : dirname(path), 'cfg.json')
  const text = await readNamedText(file, { maximumBytes: 1 << 20 }).catch((error: unknown) => {
    if (error instanceof CannotReadError) return undefined
    throw error
  })
  return text === undefined ? undefined : readSaelensConfig(text, file)
}
