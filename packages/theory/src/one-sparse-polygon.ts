/**
 * Regular polygons in the limit of high sparsity, where exactly one feature is active in every sample (Chen et al. 2023,
 * "Dynamical versus Bayesian Phase Transitions in a Toy Model of Superposition"). Finite probabilities are `relu-loss.ts`.
 */
import { minimize } from './minimize.js'
import { rectifiedMoments, rectifiedSquare } from './rectified-integral.js'

/** The best regular polygon when one feature is active at a time. */
export interface OneSparsePolygon {
  /** k, the number of features on the polygon. */
  readonly corners: number
  /** Norm l of every feature. */
  readonly radius: number
  /** Output bias b of every feature. */
  readonly bias: number
  /** h_k = 3k × the loss of a sample whose active feature is a corner, summed over outputs. */
  readonly height: number
}

/**
 * The regular polygon of least loss when one feature is active. For 3 and 4 corners radius 1, bias 0 and height 0: negative
 * interference costs nothing.
 *
 * @param corners an integer ≥ 3. From 9 on the polygon is a minimum only among regular ones.
 * @throws {RangeError} when corners is not an integer ≥ 3.
 */
export function oneSparsePolygon(corners: number): OneSparsePolygon {
  if (!Number.isInteger(corners) || corners < 3) {
    throw new RangeError(`invalid corners: ${corners}; expected an integer ≥ 3`)
  }
  const loss = (point: ArrayLike<number>): number => activeLoss(corners, point[0]!, point[1]!)
  const { point, value } = minimize(loss, [1 + 0.1 * (corners - 4), -0.2 * Math.max(0, corners - 4)], 1e-12)
  return { corners, radius: point[0]!, bias: point[1]!, height: 3 * corners * value }
}

/**
 * L(k, c) = (h_k + c − k) / 3c: expected loss, summed over outputs, of a sample with one of c features active, k of them on the
 * best regular polygon and the others at 0 with a bias that is not positive (1/3 each when active). Each dead feature with
 * the positive bias 1/2c instead lowers it by 1/4c²; Chen et al. write a + for it: L(4⁺, 5).
 *
 * @param corners k, an integer from 3 to c.
 * @param positiveBiases how many of the c − k dead features have the bias 1/2c. Default 0.
 * @throws {RangeError} when a count is outside its range.
 */
export function oneSparsePolygonLoss(corners: number, featureCount: number, positiveBiases = 0): number {
  if (!Number.isInteger(featureCount) || featureCount < corners) {
    throw new RangeError(`invalid featureCount: ${featureCount}; expected an integer ≥ corners (${corners})`)
  }
  const dead = featureCount - corners
  if (!Number.isInteger(positiveBiases) || positiveBiases < 0 || positiveBiases > dead) {
    throw new RangeError(`invalid positiveBiases: ${positiveBiases}; expected an integer from 0 to ${dead}`)
  }
  return (oneSparsePolygon(corners).height + dead) / (3 * featureCount) - positiveBiases / (4 * featureCount ** 2)
}

/** Loss of a sample whose one active feature is a corner: its own error and what it does to the other outputs. */
function activeLoss(corners: number, radius: number, bias: number): number {
  const own = radius * radius
  const { square, product } = rectifiedMoments(bias, own, [])
  let loss = 1 / 3 - 2 * product + square
  for (let k = 1; k < corners; k++) {
    loss += rectifiedSquare(bias, [own * Math.cos((2 * Math.PI * k) / corners)])
  }
  return loss
}
