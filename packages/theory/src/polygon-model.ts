/** Regular polygons as models: where a descent to a given shape starts, and what a shape costs before any training. */
import type { TiedModel } from './tied-model.js'

/** A regular polygon of features, to be made by `polygonModel`. */
export interface PolygonModel {
  /** n, an integer ≥ 1. */
  readonly featureCount: number
  /** The first `corners` features are on the polygon, the others at 0: an integer from 0 to n. */
  readonly corners: number
  /** Norm of the features on the polygon. Default 1. */
  readonly radius?: number
  /** Output bias of the features on the polygon. Default 0. */
  readonly bias?: number
  /** Output bias of the features at 0. Default 0. */
  readonly unlearnedBias?: number
}

/**
 * Corner k of the polygon, in order of the features, at the angle 2πk/corners in two hidden dimensions. A square has features 0
 * and 2, 1 and 3 antipodal.
 *
 * @throws {RangeError} when a count is outside its range.
 */
export function polygonModel(description: PolygonModel): TiedModel {
  const { featureCount, corners, radius = 1, bias = 0, unlearnedBias = 0 } = description
  if (!Number.isInteger(featureCount) || featureCount < 1) {
    throw new RangeError(`invalid featureCount: ${featureCount}; expected an integer ≥ 1`)
  }
  if (!Number.isInteger(corners) || corners < 0 || corners > featureCount) {
    throw new RangeError(`invalid corners: ${corners}; expected an integer from 0 to ${featureCount}`)
  }
  const values = new Float64Array(featureCount * 2)
  for (let corner = 0; corner < corners; corner++) {
    const angle = (2 * Math.PI * corner) / corners
    values[2 * corner] = radius * Math.cos(angle)
    values[2 * corner + 1] = radius * Math.sin(angle)
  }
  return {
    weights: { rows: featureCount, columns: 2, values },
    bias: Float64Array.from({ length: featureCount }, (_, i) => (i < corners ? bias : unlearnedBias)),
  }
}
