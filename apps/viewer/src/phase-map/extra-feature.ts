/** What became of the extra feature, which is the last one: two numbers, and the state that they stand for (paper §5). */
import { type Matrix, row } from '@digon/matrix'
import { phaseCandidates } from '@digon/theory'
import type { MapSize } from './map-plan.js'

export type ExtraState = 'not represented' | 'in superposition' | 'dedicated'

export interface ExtraFeature {
  /** ‖W_extra‖, ≥ 0. */
  readonly norm: number
  /** Σ_j (Ŵ_extra·W_j)² over the other features, ≥ 0; 0 for a vector of 0. */
  readonly superposition: number
}

/** @param weights `[feature, hidden]`. */
export function extraFeature(weights: Matrix): ExtraFeature {
  const last = row(weights, weights.rows - 1)
  const norm = Math.hypot(...last)
  let superposition = 0
  for (let j = 0; j + 1 < weights.rows && norm > 0; j++) {
    const other = row(weights, j)
    let product = 0
    for (let k = 0; k < last.length; k++) product += other[k]! * last[k]!
    superposition += (product / norm) ** 2
  }
  return { norm, superposition }
}

/** Represented from a norm of 1/2 on, in superposition from 1/4 on, as in the experiment on phase changes. */
export function extraState({ norm, superposition }: ExtraFeature): ExtraState {
  if (norm < 0.5) return 'not represented'
  return superposition < 0.25 ? 'dedicated' : 'in superposition'
}

/** The state that is best in theory, where norms are 1 and the paper's few candidates the only choice. */
export function theoryState(hiddenSize: MapSize, relativeImportance: number, probability: number): ExtraState {
  const best = phaseCandidates({ hiddenSize, relativeImportance, probability })[0]!.name
  if (best === 'extra ignored') return 'not represented'
  return best === 'extra in a digon' ? 'in superposition' : 'dedicated'
}
