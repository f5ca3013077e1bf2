/** Scores of a dictionary from a file, on the true features of another one. */
import { type DirectionScores, type SampleScores, scoreDictionary, scoreDirections } from '@digon/dictionaries'
import type { OpenedDictionary } from '@digon/formats'
import { readNamedText } from '@digon/runs'
import { UsageError } from '../exit-code.js'
import { readLaw } from '../sample/sample-to-file.js'
import type { NamedWeightsOptions } from '../weights/open-named-weights.js'
import { configurationOf, usableDictionary } from './opened-dictionary.js'
import { trueFeatures } from './true-features.js'

export interface ScoreOptions {
  /** The true features: a run, or weights of any kind. */
  readonly features?: string
  /** Which model of them. */
  readonly member?: number
  /** A law file, as `digon sample` reads it. */
  readonly data?: string
}

const maximumLawBytes = 1 << 26

/**
 * Of the directions, and with a law of fresh samples too; undefined where nothing was asked.
 *
 * @param path of the dictionary, beside which its configuration is.
 * @throws {UsageError} when options do not go together; others as `trueFeatures`.
 */
export async function scoresOf(
  opened: OpenedDictionary,
  path: string,
  { features, member, data, featuresAxis, ensemble }: ScoreOptions & NamedWeightsOptions,
): Promise<(DirectionScores & Partial<SampleScores>) | undefined> {
  if (features === undefined) {
    if (member !== undefined || data !== undefined) {
      throw new UsageError('--member and --data need true features; name them with --features')
    }
    return undefined
  }
  const truth = await trueFeatures(features, {
    member,
    ...(featuresAxis !== undefined && { featuresAxis }),
    ...(ensemble !== undefined && { ensemble }),
  })
  const dictionary = usableDictionary(opened, await configurationOf(path))
  const [featureSize, inputSize] = [truth.directions.columns, dictionary.decoder.columns]
  if (featureSize !== inputSize) {
    throw new UsageError(
      `features of ${features} have ${featureSize} dimensions; expected ${inputSize}, as the dictionary`,
    )
  }
  if (data === undefined) return scoreDirections(dictionary, truth.directions)
  const { law, featureCount } = readLaw(await readNamedText(data, { maximumBytes: maximumLawBytes }), data)
  if (featureCount !== truth.directions.rows) {
    throw new UsageError(`${data} is for ${featureCount} features; expected ${truth.directions.rows}, as ${features}`)
  }
  return scoreDictionary(dictionary, { features: law, ...truth }, { seed: 0 })
}
