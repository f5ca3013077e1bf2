/** How often latents are active, and what of the inputs their reconstruction explains. */
import { type Matrix, ShapeError } from '@digon/matrix'

/** How often each latent fires, and how strongly. */
export interface LatentActivity {
  /** L0: mean number of active latents of a sample. */
  readonly activePerSample: number
  /** `[latent]`: share of samples with the latent active, from 0 to 1. */
  readonly densities: Float64Array
  /** Latents never active in these samples; ascending. */
  readonly dead: readonly number[]
}

/**
 * Active is everything above 0.
 *
 * @param codes `[sample, latent]`, at least one sample.
 * @throws {ShapeError} without samples.
 */
export function latentActivity({ rows, columns, values }: Matrix): LatentActivity {
  if (rows === 0) throw new ShapeError('codes', 'no sample', 'at least one')
  const densities = new Float64Array(columns)
  for (let k = 0; k < values.length; k++) if (values[k]! > 0) densities[k % columns]!++
  for (let latent = 0; latent < columns; latent++) densities[latent]! /= rows
  return {
    activePerSample: densities.reduce((sum, density) => sum + density, 0),
    densities,
    dead: [...densities.keys()].filter((latent) => densities[latent] === 0),
  }
}

/**
 * 1 − Σ‖x − x̂‖² / Σ‖x − mean x‖² over samples, at most 1; below 0 when the mean alone is better. NaN when inputs do not vary.
 *
 * @param inputs `[sample, input]`.
 * @param outputs `[sample, input]`.
 * @throws {ShapeError} when their shapes differ, or there is no sample.
 */
export function explainedVariance(inputs: Matrix, outputs: Matrix): number {
  const shape = ({ rows, columns }: Matrix): string => `${rows} × ${columns}`
  if (shape(inputs) !== shape(outputs)) throw new ShapeError('outputs', shape(outputs), shape(inputs))
  if (inputs.rows === 0) throw new ShapeError('inputs', 'no sample', 'at least one')
  const { columns, rows, values } = inputs
  const means = new Float64Array(columns)
  for (let k = 0; k < values.length; k++) means[k % columns]! += values[k]! / rows
  let [errors, total] = [0, 0]
  for (let k = 0; k < values.length; k++) {
    errors += (values[k]! - outputs.values[k]!) ** 2
    total += (values[k]! - means[k % columns]!) ** 2
  }
  return 1 - errors / total
}

/**
 * s_n: the mean over samples of the n-th largest of the projections ⟨x − b_dec, D_j⟩ over latents. With n well above the number
 * of true features in a sample it is least where dictionaries have the right number of active latents, so sweeping that number
 * finds it without knowing the features (Chanin and Garriga-Alonso, 2025).
 *
 * @param inputs `[sample, input]`, at least one.
 * @param decoder `[latent, input]`.
 * @param decoderBias `[input]`.
 * @param rank n, an integer from 1 to the number of latents.
 * @throws {ShapeError} when sizes differ, there is no sample, or the rank is outside its range.
 */
export function meanProjectionAtRank(
  inputs: Matrix,
  decoder: Matrix,
  decoderBias: ArrayLike<number>,
  rank: number,
): number {
  if (inputs.columns !== decoder.columns || decoderBias.length !== decoder.columns) {
    const found = `${inputs.columns} and ${decoderBias.length} coordinates`
    throw new ShapeError('inputs and decoderBias', found, `${decoder.columns}, as the decoder`)
  }
  if (inputs.rows === 0) throw new ShapeError('inputs', 'no sample', 'at least one')
  if (!Number.isInteger(rank) || rank < 1 || rank > decoder.rows) {
    throw new ShapeError('rank', String(rank), `an integer from 1 to ${decoder.rows}, the latents`)
  }
  const projections = new Float64Array(decoder.rows)
  let total = 0
  for (let sample = 0; sample < inputs.rows; sample++) {
    for (let latent = 0; latent < decoder.rows; latent++) {
      let sum = 0
      for (let i = 0; i < decoder.columns; i++) {
        const centered = inputs.values[sample * decoder.columns + i]! - decoderBias[i]!
        sum += centered * decoder.values[latent * decoder.columns + i]!
      }
      projections[latent] = sum
    }
    total += projections.sort()[decoder.rows - rank]!
  }
  return total / inputs.rows
}
