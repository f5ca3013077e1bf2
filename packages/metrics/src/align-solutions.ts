/** Turns one solution onto another: two trainings of one model agree at best up to a rotation of the hidden space. */
import { checkFinite, type Matrix, matrix, ShapeError } from '@digon/matrix'
import { polarFactor } from './polar-factor.js'

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
  const rotation = polarFactor(crossMoment(weights, target))
  const values = new Float64Array(featureCount * hiddenSize)
  let squared = 0
  for (let i = 0; i < featureCount; i++) {
    for (let j = 0; j < hiddenSize; j++) {
      let sum = 0
      for (let k = 0; k < hiddenSize; k++)
        sum += weights.values[i * hiddenSize + k]! * rotation.values[k * hiddenSize + j]!
      values[i * hiddenSize + j] = sum
      squared += (sum - target.values[i * hiddenSize + j]!) ** 2
    }
  }
  return { rotation, aligned: matrix(featureCount, hiddenSize, values), distance: Math.sqrt(squared) }
}

/** WᵀT, `[hidden, hidden]`. */
function crossMoment(weights: Matrix, target: Matrix): Matrix {
  const size = weights.columns
  const values = new Float64Array(size * size)
  for (let start = 0; start < weights.values.length; start += size) {
    for (let k = 0; k < size; k++) {
      for (let l = 0; l < size; l++) values[k * size + l]! += weights.values[start + k]! * target.values[start + l]!
    }
  }
  return matrix(size, size, values)
}
