/** Every score of a trained dictionary on known features, as plain JSON. The formulas are those of @digon/metrics. */
import { purpose, toDense } from '@digon/data'
import { matrix, ShapeError } from '@digon/matrix'
import {
  absorptionGap,
  explainedVariance,
  firingScores,
  hedgingAngleInDegrees,
  latentActivity,
  latentUniqueness,
  matchLatents,
  meanMaxCosineSimilarity,
  type ParentAndChild,
  recoveredFeatures,
} from '@digon/metrics'
import type { Dictionary } from '@digon/model'
import type { InputLaw } from './dictionary.js'
import { decode, encode } from './encode.js'
import { createInputSource } from './input-source.js'

/** What the decoder's directions say. */
export interface DirectionScores {
  /** MMCS: mean over features of the largest cosine with a latent. */
  readonly meanMaxCosine: number
  /** MCC: mean |cosine| of the best one-to-one matching. */
  readonly meanMatchedCosine: number
  /** Distinct nearest features / latents. */
  readonly uniqueness: number
  /** Numbers of features with a latent of cosine ≥ .95, of latents that are sums of two, of features with two latents or more. */
  readonly recovered: number
  readonly merged: number
  readonly split: number
  /** `[feature]`: the latent that each is matched with; −1 for none. */
  readonly latents: readonly number[]
  /** `[feature]`: |cosine| with it. */
  readonly cosines: readonly number[]
}

/** What also the codes of samples say. */
export interface SampleScores {
  /** L0: active latents per sample. */
  readonly activePerSample: number
  /** Active features per sample, which L0 should be. */
  readonly activeFeatures: number
  readonly deadLatents: number
  readonly explainedVariance: number
  /** Mean over features of the F1 of their latents' firing. */
  readonly meanF1: number
  /** `[feature]`. */
  readonly f1: readonly number[]
  /** Of the pairs that were asked for. A gap is null where the samples do not tell. */
  readonly pairs: readonly (ParentAndChild & {
    readonly absorptionGap: number | null
    /** How far the parent's latent has turned toward the child, in degrees. */
    readonly hedgingDegrees: number | null
  })[]
}

/**
 * @param truth `[feature, input]`. @param isLive of each latent; merged and split count live ones. Default: all are.
 * @throws {ShapeError} when the dictionary reads inputs of another size.
 */
export function scoreDirections(
  { decoder }: Pick<Dictionary, 'decoder'>,
  truth: InputLaw['directions'],
  isLive?: (latent: number) => boolean,
): DirectionScores {
  const { latents, cosines, meanCosine } = matchLatents(truth, decoder)
  const { recovered, merged, split } = recoveredFeatures(truth, decoder, { ...(isLive && { isLive }) })
  return {
    meanMaxCosine: meanMaxCosineSimilarity(truth, decoder),
    meanMatchedCosine: meanCosine,
    uniqueness: latentUniqueness(truth, decoder),
    recovered: recovered.length,
    merged: new Set(merged.map(({ latent }) => latent)).size,
    split: split.length,
    latents: [...latents],
    cosines: [...cosines],
  }
}

/**
 * On fresh samples of the law, from the seed's evaluation stream.
 *
 * @param options.samples an integer ≥ 1. Default 16,384. @param options.pairs parents and their children. Default none.
 * @throws {ShapeError} when the dictionary reads inputs of another size, or a pair names no feature.
 */
export function scoreDictionary(
  dictionary: Dictionary,
  law: InputLaw,
  options: { readonly seed: number; readonly samples?: number; readonly pairs?: readonly ParentAndChild[] },
): DirectionScores & SampleScores {
  const { seed, samples = 16_384, pairs = [] } = options
  const truth = law.directions
  for (const [index, pair] of pairs.entries()) checkPair(pair, index, truth.rows)
  const batch = createInputSource(law, seed, purpose.evaluation)(0, samples)
  const codes = encode(dictionary, batch.inputs)
  const features = matrix(samples, truth.rows, toDense(batch.features))
  const { activePerSample, densities, dead } = latentActivity(codes)
  const directions = scoreDirections(dictionary, truth, (latent) => densities[latent]! > 0)
  const f1 = firingScores(features, codes, directions.latents).map((score) => score.f1)
  return {
    ...directions,
    activePerSample,
    activeFeatures: batch.features.features.length / samples,
    deadLatents: dead.length,
    explainedVariance: explainedVariance(batch.inputs, decode(dictionary, codes)),
    meanF1: f1.reduce((sum, score) => sum + score, 0) / f1.length,
    f1,
    pairs: pairs.map((pair) => {
      const latent = directions.latents[pair.parent]!
      if (latent < 0) return { ...pair, absorptionGap: null, hedgingDegrees: null }
      const angle = hedgingAngleInDegrees(
        rowOf(dictionary.decoder, latent),
        rowOf(truth, pair.parent),
        rowOf(truth, pair.child),
      )
      return {
        ...pair,
        absorptionGap: finite(absorptionGap(features, codes, latent, pair)),
        hedgingDegrees: finite(angle),
      }
    }),
  }
}

function rowOf({ columns, values }: InputLaw['directions'], index: number): ArrayLike<number> {
  return values.subarray(index * columns, (index + 1) * columns)
}

/** JSON has no NaN. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

function checkPair(pair: ParentAndChild, index: number, featureCount: number): void {
  for (const name of ['parent', 'child'] as const) {
    const feature = pair[name]
    if (Number.isInteger(feature) && feature >= 0 && feature < featureCount) continue
    throw new ShapeError(`pairs[${index}].${name}`, String(feature), `a feature, from 0 to ${featureCount - 1}`)
  }
}
