/** Which features share dimensions: the graph that the paper draws of a model's geometry (§6, "feature geometry graph"). */
import { dot, type Matrix, row } from '@digon/matrix'
import { featureNorms } from './feature-norms.js'
import { representedFeatures } from './represented-features.js'
import { unitRows } from './unit-rows.js'

/** Represented features, and which of them interfere. */
export interface FeatureGraph {
  /** Represented features, ascending. */
  readonly features: readonly number[]
  /** Pairs that interfere, in order of `from`, then `to`. */
  readonly edges: readonly FeatureEdge[]
}

/** Two features that interfere. */
export interface FeatureEdge {
  readonly from: number
  /** Greater than `from`. */
  readonly to: number
  /** |W_i·W_j|, > 0: the weight that the paper gives an edge; Infinity beyond float64. */
  readonly weight: number
  /** Ŵ_i·Ŵ_j, from −1 to 1. */
  readonly cosine: number
}

/** Thresholds of `featureGraph`. */
export interface FeatureGraphOptions {
  /**
   * Two features are joined when |Ŵ_i·Ŵ_j| is greater than this; from 0 to 1, 1 excluded. Default 0.15: noise of 2 % of a norm
   * in every weight gives cosines of about 0.03, simplices up to 6 dimensions of
   * 0.167 and more. Larger ones are found by `tegumFactors`.
   */
  readonly cosineThreshold?: number
  /** A feature takes part when its norm is greater than this, ≥ 0. Default 0.5. */
  readonly normThreshold?: number
}

/** Default of `cosineThreshold`. */
const defaultCosineThreshold = 0.15

/**
 * The graph of weights `[feature, hidden]`. Takes n²·m multiply-adds.
 *
 * @throws {ShapeError} when a weight is not finite.
 * @throws {RangeError} when a threshold is out of range.
 */
export function featureGraph(weights: Matrix, options: FeatureGraphOptions = {}): FeatureGraph {
  const { cosineThreshold = defaultCosineThreshold, normThreshold } = options
  if (!(cosineThreshold >= 0 && cosineThreshold < 1)) {
    throw new RangeError(`invalid cosineThreshold: ${cosineThreshold}; expected a number from 0 to 1, 1 excluded`)
  }
  const features = representedFeatures(weights, normThreshold)
  const norms = featureNorms(weights)
  const directions = unitRows(weights, features)
  const edges: FeatureEdge[] = []
  for (const [i, from] of features.entries()) {
    for (let j = i + 1; j < features.length; j++) {
      const to = features[j]!
      const cosine = dot(row(directions, i), row(directions, j))
      if (Math.abs(cosine) > cosineThreshold) {
        edges.push({ from, to, weight: Math.abs(cosine) * norms[from]! * norms[to]!, cosine })
      }
    }
  }
  return { features, edges }
}
