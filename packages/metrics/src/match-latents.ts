/** Which latent of a dictionary is which true feature, one to one, and how well: MCC. And how many latents share a feature. */
import { type Matrix, matrix, transpose } from '@digon/matrix'
import { cheapestAssignment } from './assignment.js'
import { cosines } from './cosines.js'

/** Latents matched to features. */
export interface LatentMatch {
  /** `[feature]`: the latent of each feature, all different; −1 where there are fewer latents than features. */
  readonly latents: Int32Array
  /** `[feature]`: |cosine| of feature and latent, from 0 to 1; 0 without a latent. */
  readonly cosines: Float64Array
  /** MCC: mean |cosine| over the matched pairs, from 0 to 1. */
  readonly meanCosine: number
}

/**
 * The one-to-one matching with the largest sum of |cosines| (the Hungarian method; MCC of SynthSAEBench, Chanin and
 * Garriga-Alonso, 2026). Every feature has its latent, or every latent its feature, whichever are fewer. Zero vectors have
 * cosine 0 with everything.
 *
 * @param truth `[feature, input]`, at least one. @param decoder `[latent, input]`, at least one.
 * @throws {ShapeError} when a number is not finite, one of them is empty, or the inputs differ.
 */
export function matchLatents(truth: Matrix, decoder: Matrix): LatentMatch {
  const similarity = cosines(truth, decoder, ['truth', 'decoder'])
  const { rows, columns, values } = similarity
  const costs = matrix(
    rows,
    columns,
    values.map((cosine) => -Math.abs(cosine)),
  )
  const latents = new Int32Array(rows).fill(-1)
  if (rows <= columns) latents.set(cheapestAssignment(costs))
  else for (const [latent, feature] of cheapestAssignment(transpose(costs)).entries()) latents[feature] = latent
  const matched = Float64Array.from(latents, (latent, feature) => {
    return latent < 0 ? 0 : Math.abs(values[feature * columns + latent]!)
  })
  const meanCosine = matched.reduce((sum, cosine) => sum + cosine, 0) / Math.min(rows, columns)
  return { latents, cosines: matched, meanCosine }
}

/**
 * The share of latents whose nearest feature, by |cosine|, is no other latent's too: distinct nearest features / latents, from
 * 1/latents to 1 (uniqueness of SynthSAEBench). Of equally near features the first counts.
 *
 * @param truth `[feature, input]`. @param decoder `[latent, input]`.
 * @throws {ShapeError} as `matchLatents`.
 */
export function latentUniqueness(truth: Matrix, decoder: Matrix): number {
  const { rows, columns, values } = cosines(decoder, truth, ['decoder', 'truth'])
  const nearest = new Set<number>()
  for (let latent = 0; latent < rows; latent++) {
    const own = values.subarray(latent * columns, (latent + 1) * columns).map(Math.abs)
    nearest.add(own.indexOf(Math.max(...own)))
  }
  return nearest.size / rows
}
