/** Local optima of small ReLU models under the exact loss: what a perfectly trained model of a given shape would reach. */
import { matrix } from '@digon/matrix'
import { checkFeatures, type IndependentFeatures } from './independent-features.js'
import { minimise } from './minimise.js'
import { reluLoss } from './relu-loss.js'
import type { TiedModel } from './tied-model.js'
import { gramRows } from './tied-model.js'

/** Of the loss averaged over features: leaves an error of the loss far below 1e-9. */
const gradientTolerance = 1e-6

export interface ReluOptimum {
  /** Weights and bias at the optimum. */
  readonly model: TiedModel
  /** The exact loss there, averaged over features as in training. */
  readonly loss: number
}

/**
 * The local minimum of `reluLoss`, over all weights and biases, that descent reaches from a model. Which shape the start has
 * decides which minimum: compare several. Five features in two dimensions take some tenths of a second.
 *
 * @param start weights `[feature, hidden]` and bias `[feature]`; not changed.
 * @throws {ShapeError} when the shapes do not fit or a number is not finite.
 * @throws {RangeError} when a number is outside its range, or there are more than 12 features.
 */
export function reluOptimum(start: TiedModel, features: IndependentFeatures): ReluOptimum {
  const featureCount = checkFeatures(features).length
  gramRows(start, featureCount)
  const { rows, columns } = start.weights
  const weightCount = rows * columns
  const modelAt = (point: Float64Array): TiedModel => ({
    weights: matrix(rows, columns, point.slice(0, weightCount)),
    bias: point.slice(weightCount),
  })
  const startPoint = [...start.weights.values, ...Array.from(start.bias)]
  const { point, value } = minimise(
    (candidate) => reluLoss(modelAt(candidate), features),
    startPoint,
    gradientTolerance,
  )
  return { model: modelAt(point), loss: value }
}
