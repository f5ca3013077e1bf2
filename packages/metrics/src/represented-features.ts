/** Which features a model has learned at all, by the length of their vectors. How well is another question. */
import type { Matrix } from '@digon/matrix'
import { featureNorms } from './feature-norms.js'

/** Half way between a learned feature (norm about 1) and one that is not (about 0). */
const halfLearned = 0.5

/**
 * Indices of the features of weights `[feature, hidden]` whose norm is greater than `threshold`, ascending.
 *
 * @param threshold a norm, finite and ≥ 0; a norm equal to it does not count. Default 0.5.
 * @throws {ShapeError} when a weight is not finite.
 * @throws {RangeError} when the threshold is not finite or negative.
 */
export function representedFeatures(weights: Matrix, threshold: number = halfLearned): number[] {
  if (!Number.isFinite(threshold) || threshold < 0) {
    throw new RangeError(`invalid threshold: ${threshold}; expected a finite number ≥ 0`)
  }
  return [...featureNorms(weights).entries()].filter(([, norm]) => norm > threshold).map(([feature]) => feature)
}
