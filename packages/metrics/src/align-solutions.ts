/** Turns one solution onto another: two trainings of one model agree at best up to a rotation of the hidden space. */
import { checkFinite, type Matrix, multiply, ShapeError, transpose } from '@digon/matrix'
import { polarFactor } from './polar-factor.js'
import { safeMatrix } from './unit-rows.js'

/** A rotation that carries one solution onto another, and what remains. */
export interface Alignment {
  /** Orthogonal, `[hidden, hidden]`; a rotation or a reflection. */
  readonly rotation: Matrix
  /** Weights × rotation, `[feature, hidden]`. */
  readonly aligned: Matrix
  /** ‖aligned − target‖_F, ≥ 0: 0 when the solutions are the same up to rotation and reflection. */
  readonly distance: number
}

/**
 * Orthogonal Procrustes: of all rotations and reflections of the hidden space the one that brings the weights nearest to the
 * target, feature by feature (R = U Vᵀ for WᵀT = U S Vᵀ). Features are not reordered.
 *
 * @param weights `[feature, hidden]`.
 * @param target of the same shape.
 * @throws {ShapeError} when a number is not finite or the shapes differ.
 */
export function alignSolutions(weights: Matrix, target: Matrix): Alignment {
  checkFinite(weights, 'weights')
  checkFinite(target, 'target')
  const { rows: featureCount, columns: hiddenSize } = weights
  if (target.rows !== featureCount || target.columns !== hiddenSize) {
    throw new ShapeError(
      'target',
      `${target.rows} × ${target.columns}`,
      `${featureCount} × ${hiddenSize}, as the weights`,
    )
  }
  const [from, to] = [safeMatrix(weights), safeMatrix(target)]
  const rotation = polarFactor(multiply(transpose(from.scaled), to.scaled))
  const aligned = multiply(from.scaled, rotation)
  // In units of the larger one, so that no square leaves the range of float64.
  const scale = Math.max(from.scale, to.scale)
  const [ownUnit, targetUnit] = [from.scale / scale, to.scale / scale]
  let squared = 0
  for (let k = 0; k < aligned.values.length; k++) {
    const difference = aligned.values[k]! * ownUnit - to.scaled.values[k]! * targetUnit
    squared += difference * difference
    aligned.values[k]! *= from.scale
  }
  return { rotation, aligned, distance: Math.sqrt(squared) * scale }
}
