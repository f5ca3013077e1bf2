/** Which feature of one solution is which of another, when their order means nothing. Rotations are `alignSolutions`. */
import { type Matrix, matrix, ShapeError } from '@digon/matrix'
import { cheapestAssignment } from './assignment.js'
import { cosines } from './cosines.js'

/** A one-to-one matching of features to targets. */
export interface FeatureMatch {
  /** `[feature]`: the target's feature that each one is matched with; all different. */
  readonly matches: Int32Array
  /** `[feature]`: cosine between the two, from −1 to 1; 0 where one of them is a zero vector. */
  readonly cosines: Float64Array
}

/**
 * The one-to-one matching with the largest sum of cosines. Exact; takes n²·m + n³ steps.
 *
 * @param features `[feature, dimension]`, at least one, and no more than targets.
 * @param targets `[feature, dimension]`.
 * @throws {ShapeError} when a number is not finite, there are more features than targets, or the dimensions differ.
 */
export function matchFeatures(features: Matrix, targets: Matrix): FeatureMatch {
  if (features.rows > targets.rows) {
    throw new ShapeError('features', `${features.rows} features`, `at most ${targets.rows}, one per target`)
  }
  const similarity = cosines(features, targets, ['features', 'targets'])
  const matches = cheapestAssignment(
    matrix(
      similarity.rows,
      similarity.columns,
      similarity.values.map((cosine) => -cosine),
    ),
  )
  return {
    matches,
    cosines: Float64Array.from(matches, (match, feature) => similarity.values[feature * similarity.columns + match]!),
  }
}
