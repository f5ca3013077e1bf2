/**
 * The metrics of a model whose decoder V is not the transpose of its encoder W. Only the product W·V is what it computes: W can
 * be scaled or turned, and V the other way, without any change of the outputs. So every metric of tied weights that is one of
 * the Gram matrix is taken of W·V here; for V = Wᵀ all of them agree with `summarizeMember`. Behind a ReLU the hidden units pass on
 * what is positive alone, so W⁺ (every negative weight 0) takes the place of W: a model that computes |x| has a neuron for each sign,
 * whose W·V is 0, while a feature at 1 comes back by W⁺·V.
 */
import { checkFinite, dot, type Matrix, type NumberArray, row, ShapeError, transpose } from '@digon/matrix'
import { featureNorms } from './feature-norms.js'
import { loneFeatureCodes } from './lone-feature-codes.js'
import type { FeatureSummary, MemberSummary } from './summarize-member.js'
import { scaledMatrix } from './unit-rows.js'

/** What the product of encoder and decoder says of one untied model. */
export interface UntiedSummary extends MemberSummary {
  /** In the order of the features. `norm` is √|P_ii|. */
  readonly features: readonly UntiedFeature[]
}

/** What the product of encoder and decoder says of one feature. */
export interface UntiedFeature extends FeatureSummary {
  /** P_ii: how much of a feature at 1 comes back before bias and activation. Can be negative. */
  readonly response: number
  /** Norm of the feature's row of the encoder, ≥ 0. */
  readonly encoderNorm: number
  /** Norm of the feature's column of the decoder, ≥ 0. */
  readonly decoderNorm: number
}

/**
 * With P = W·V, or W⁺·V: `represented` counts features with P_ii > ¼ (a norm above ½ in a tied model), `frobeniusSquared` is Σ|P_ii|,
 * `interference` is Σ_{j≠i} P_ij² / |P_ii|, `dimensionality` is P_ii² / Σ_j P_ij²; the last two are 0 where P_ii is 0.
 * What lies beyond float64 is ±Infinity, never NaN.
 * Takes n²·m multiply-adds.
 *
 * @param encoder W `[feature, hidden]`.
 * @param decoder V `[hidden, feature]`.
 * @param bias `[feature]`, the output bias. Default: none.
 * @param hiddenActivation of the hidden units. Default: identity.
 * @throws {ShapeError} when a number is not finite, or the shapes do not belong together.
 */
export function summarizeUntiedMember(
  encoder: Matrix,
  decoder: Matrix,
  bias?: NumberArray,
  hiddenActivation: 'identity' | 'relu' = 'identity',
): UntiedSummary {
  checkFinite(encoder, 'weights')
  checkFinite(decoder, 'outputWeights')
  if (decoder.rows !== encoder.columns || decoder.columns !== encoder.rows) {
    const expected = `${encoder.columns} × ${encoder.rows}, as the encoder is ${encoder.rows} × ${encoder.columns}`
    throw new ShapeError('outputWeights', `${decoder.rows} × ${decoder.columns}`, expected)
  }
  if (bias !== undefined && bias.length !== encoder.rows) {
    throw new ShapeError('bias', `${bias.length} numbers`, `${encoder.rows}, one per feature`)
  }
  const wrong = bias?.findIndex((value) => !Number.isFinite(value)) ?? -1
  if (wrong >= 0) throw new ShapeError(`bias[${wrong}]`, String(bias![wrong]), 'a finite number')
  const outward = transpose(decoder)
  const encoderNorms = featureNorms(encoder)
  const decoderNorms = featureNorms(outward)
  // In units in which no square leaves the range of float64.
  const [inner, outer] = [scaledMatrix(loneFeatureCodes(encoder, hiddenActivation)), scaledMatrix(outward)]
  const product = (i: number, j: number) => dot(row(inner.scaled, i), row(outer.scaled, j))
  const restored = (value: number) => value * Math.min(inner.scale, outer.scale) * Math.max(inner.scale, outer.scale)
  const features = Array.from({ length: encoder.rows }, (_, i): UntiedFeature => {
    const own = product(i, i)
    let others = 0
    for (let j = 0; j < encoder.rows; j++) if (j !== i) others += product(i, j) ** 2
    const response = restored(own)
    return {
      norm: Number.isFinite(response)
        ? Math.sqrt(Math.abs(response))
        : Math.sqrt(Math.abs(own)) * Math.sqrt(inner.scale) * Math.sqrt(outer.scale),
      interference: own === 0 ? 0 : restored(others / Math.abs(own)),
      dimensionality: own ** 2 === 0 ? 0 : own ** 2 / (own ** 2 + others),
      bias: bias?.[i] ?? 0,
      response,
      encoderNorm: encoderNorms[i]!,
      decoderNorm: decoderNorms[i]!,
    }
  })
  const frobeniusSquared = features.reduce((sum, { response }) => sum + Math.abs(response), 0)
  return {
    represented: features.filter(({ response }) => response > 0.25).length,
    frobeniusSquared,
    dimensionsPerFeature: encoder.columns / frobeniusSquared,
    features,
  }
}
