/** What became of each true feature in a dictionary: recovered, merged with another one, or split over several latents. */
import { type Matrix, multiply, transpose } from '@digon/matrix'
import { cosines } from './cosines.js'
import { unitRows } from './unit-rows.js'

/** Which true features a dictionary has. */
export interface RecoveredFeatures {
  /** Features with a latent of cosine ≥ `recovered`; ascending. */
  readonly recovered: readonly number[]
  /** Latents that are the sum of two features, and neither alone; a latent may be named with several pairs. */
  readonly merged: readonly { readonly latent: number; readonly features: readonly [number, number] }[]
  /** Features to which two latents or more have a cosine ≥ 1 − `splitWithin`; ascending. */
  readonly split: readonly number[]
}

/** Thresholds of recovery. */
export interface RecoveryOptions {
  /** Which latents are alive; dead ones recover nothing. Default: all. */
  readonly isLive?: (latent: number) => boolean
  /** Least cosine of a recovered feature. Default .95. */
  readonly recovered?: number
  /** ε: how far a merged latent may be from the sum. Default .05. */
  readonly mergedWithin?: number
  /** δ: least share of each feature in a merged latent, and how far its cosines stay below 1. Default .1. */
  readonly mergedShare?: number
  /** δ of splitting. Default .05. */
  readonly splitWithin?: number
}

/**
 * Of directions at length 1. A latent a is merged of features v_i and v_j when ‖a − α v_i − β v_j‖ ≤ ε for some α, β ≥ δ, and
 * ⟨a, v_i⟩, ⟨a, v_j⟩ ≤ 1 − δ (MAIS open problem O43). Takes features² · latents steps.
 *
 * @param truth `[feature, input]`, at least one. @param decoder `[latent, input]`, at least one.
 * @throws {ShapeError} when a number is not finite, one of them is empty, or the inputs differ.
 */
export function recoveredFeatures(truth: Matrix, decoder: Matrix, options: RecoveryOptions = {}): RecoveredFeatures {
  const { isLive = () => true, recovered = 0.95, mergedWithin = 0.05, mergedShare = 0.1, splitWithin = 0.05 } = options
  const similarity = cosines(truth, decoder, ['truth', 'decoder'])
  const directions = unitRows(truth)
  const gram = multiply(directions, transpose(directions)).values
  const { rows: features, columns: latents } = similarity
  const live = Array.from({ length: latents }, (_, latent) => latent).filter(isLive)
  const cosineOf = (feature: number, latent: number): number => similarity.values[feature * latents + latent]!
  const all = Array.from({ length: features }, (_, feature) => feature)
  const near = (feature: number, least: number): number =>
    live.filter((latent) => cosineOf(feature, latent) >= least).length

  const merged: { latent: number; features: readonly [number, number] }[] = []
  for (const latent of live) {
    const partners = all.filter((feature) => cosineOf(feature, latent) <= 1 - mergedShare)
    for (const [position, i] of partners.entries()) {
      for (const j of partners.slice(position + 1)) {
        const distance = distanceToSums(cosineOf(i, latent), cosineOf(j, latent), gram[i * features + j]!, mergedShare)
        if (distance <= mergedWithin) merged.push({ latent, features: [i, j] })
      }
    }
  }
  return {
    recovered: all.filter((feature) => near(feature, recovered) > 0),
    merged,
    split: all.filter((feature) => near(feature, 1 - splitWithin) > 1),
  }
}

/** The least ‖a − α v − β w‖ with α, β ≥ `least`, of unit vectors with a·v = p, a·w = q, v·w = g. */
function distanceToSums(p: number, q: number, g: number, least: number): number {
  const square = (alpha: number, beta: number): number =>
    1 - 2 * (alpha * p + beta * q) + alpha * alpha + beta * beta + 2 * alpha * beta * g
  const [alpha, beta] = [(p - g * q) / (1 - g * g), (q - g * p) / (1 - g * g)]
  // The square is convex: the unbounded optimum where it is allowed, else one on an edge.
  const best =
    alpha >= least && beta >= least
      ? square(alpha, beta)
      : Math.min(square(least, Math.max(least, q - least * g)), square(Math.max(least, p - least * g), least))
  return Math.sqrt(Math.max(0, best))
}
