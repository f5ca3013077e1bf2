/**
 * What interference and dimensionality share: how much of all features lies along the direction of each one.
 * Goes through the small matrix WᵀW `[hidden, hidden]`, since Σ_j (W_i·W_j)² = W_iᵀ(WᵀW)W_i: n·m² multiply-adds instead of
 * the n²·m of the Gram matrix, and m² numbers of memory instead of n².
 */
import { dot, type Matrix, multiply, row, transpose } from '@digon/matrix'
import { scaledMatrix } from './unit-rows.js'

/** Everything in units of `scale`, so that neither huge nor tiny weights leave the range of float64 when squared. */
export interface SquaredOverlaps {
  /** The power of two at the largest weight's magnitude (so dividing by it is exact); 1 when all weights are 0. */
  readonly scale: number
  /** `[feature]`: ‖W_i‖² / scale²; 0 for vectors that count as zero. */
  readonly squaredNorms: Float64Array
  /** `[feature]`: Σ_j (Ŵ_i·W_j)² / scale² over all j, i included; never below `squaredNorms`. */
  readonly overlaps: Float64Array
}

/** Vectors shorter than 1e-140 of the largest weight count as zero: their squares would be left without digits. */
const negligible = 1e-280

/** The weights `[feature, hidden]` must be finite; whoever calls has checked it. */
export function squaredOverlaps(weights: Matrix): SquaredOverlaps {
  const { rows: featureCount, columns: hiddenSize } = weights
  const squaredNorms = new Float64Array(featureCount)
  const overlaps = new Float64Array(featureCount)
  const { scale, scaled } = scaledMatrix(weights)
  const moment = multiply(transpose(scaled), scaled)
  for (let i = 0; i < featureCount; i++) {
    const vector = row(scaled, i)
    const squaredNorm = dot(vector, vector)
    if (squaredNorm < negligible) continue
    const norm = Math.sqrt(squaredNorm)
    const unit = vector.map((value) => value / norm)
    let overlap = 0
    for (let k = 0; k < hiddenSize; k++) overlap += unit[k]! * dot(row(moment, k), unit)
    squaredNorms[i] = squaredNorm
    // The term j = i alone is ‖W_i‖², so anything below it is rounding.
    overlaps[i] = Math.max(overlap, squaredNorm)
  }
  return { scale, squaredNorms, overlaps }
}
