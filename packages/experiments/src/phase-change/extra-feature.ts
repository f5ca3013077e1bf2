/** What became of the extra feature: two numbers, and the state that they stand for. */
import { type Matrix, row } from '@digon/matrix'

/** As the color key of the paper's figure has them. */
export type ExtraState = 'not represented' | 'dedicated' | 'superposition'

export interface ExtraFeature {
  /** ‖W_extra‖. */
  readonly norm: number
  /** Σ_j (Ŵ_extra·W_j)² over the other features; 0 for a vector of 0. */
  readonly superposition: number
}

/** Of the last feature of weights `[feature, hidden]`. */
export function extraFeature(weights: Matrix): ExtraFeature {
  const last = Array.from(row(weights, weights.rows - 1))
  const norm = Math.hypot(...last)
  let superposition = 0
  for (let j = 0; j + 1 < weights.rows && norm > 0; j++) {
    const other = row(weights, j)
    let product = 0
    for (const [k, value] of last.entries()) product += (value * other[k]!) / norm
    superposition += product ** 2
  }
  return { norm, superposition }
}

/**
 * Represented from a norm of 1/2 on, in superposition from 1/4 on: another feature drives its direction half as hard
 * as it should, which is the same threshold seen from the other end of a digon.
 */
export function extraState({ norm, superposition }: ExtraFeature): ExtraState {
  if (norm < 0.5) return 'not represented'
  return superposition < 0.25 ? 'dedicated' : 'superposition'
}
