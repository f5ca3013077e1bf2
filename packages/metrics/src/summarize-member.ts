/** Every metric of one member as plain JSON: what `digon analyze` prints for it. Shapes and neurons are metrics of their own. */
import { type Matrix, type NumberArray, ShapeError } from '@digon/matrix'
import { dimensionsPerFeature } from './dimensions-per-feature.js'
import { featureDimensionality } from './feature-dimensionality.js'
import { featureNorms } from './feature-norms.js'
import { frobeniusSquared } from './frobenius-squared.js'
import { interference } from './interference.js'
import { representedFeatures } from './represented-features.js'

/** What the weights say of one model. */
export interface MemberSummary {
  /** Number of features with a norm greater than 0.5. */
  readonly represented: number
  /** ‖W‖_F²; Infinity beyond float64. */
  readonly frobeniusSquared: number
  /** m / ‖W‖_F²; Infinity when all weights are 0. */
  readonly dimensionsPerFeature: number
  /** In the order of the features. */
  readonly features: readonly FeatureSummary[]
}

/** What the weights say of one feature. */
export interface FeatureSummary {
  /** ‖W_i‖, ≥ 0. */
  readonly norm: number
  /** Σ_{j≠i} (Ŵ_i·W_j)², ≥ 0; Infinity beyond float64. */
  readonly interference: number
  /** D_i, from 0 to 1. */
  readonly dimensionality: number
  /** The output bias; 0 for a model without one. */
  readonly bias: number
}

/**
 * @param weights `[feature, hidden]`.
 * @param bias `[feature]`, the output bias. Default: none.
 * @throws {ShapeError} when a weight or a bias is not finite, or the bias has another length than the weights have rows.
 */
export function summarizeMember(weights: Matrix, bias?: NumberArray): MemberSummary {
  const norms = featureNorms(weights)
  const interferences = interference(weights)
  const dimensionalities = featureDimensionality(weights)
  if (bias !== undefined) checkBias(bias, weights.rows)
  return {
    represented: representedFeatures(weights).length,
    frobeniusSquared: frobeniusSquared(weights),
    dimensionsPerFeature: dimensionsPerFeature(weights),
    features: Array.from(norms, (norm, feature) => ({
      norm,
      interference: interferences[feature]!,
      dimensionality: dimensionalities[feature]!,
      bias: bias?.[feature] ?? 0,
    })),
  }
}

function checkBias(bias: NumberArray, featureCount: number): void {
  if (bias.length !== featureCount) {
    throw new ShapeError('bias', `${bias.length} numbers`, `${featureCount}, one per feature`)
  }
  const wrong = bias.findIndex((value) => !Number.isFinite(value))
  if (wrong >= 0) throw new ShapeError(`bias[${wrong}]`, String(bias[wrong]), 'a finite number')
}
