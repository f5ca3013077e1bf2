/** Optima of small ReLU models under the exact loss: what perfectly trained models would reach. */
import { matrix } from '@digon/matrix'
import { checkFeatures, type IndependentFeatures } from './independent-features.js'
import { minimize } from './minimize.js'
import { reluLoss } from './relu-loss.js'
import { gramRows, type TiedModel } from './tied-model.js'

/** Of the loss averaged over features: leaves an error of the loss far below 1e-9. */
const gradientTolerance = 1e-6

/** An optimum of the exact loss. */
export interface ReluOptimum {
  /** Weights and bias at the optimum. */
  readonly model: TiedModel
  /** The exact loss there, averaged over features as in training. */
  readonly loss: number
}

/** Options of `reluOptimum`. */
export interface ReluOptimumOptions {
  /** Whether the biases are optimized as well; otherwise they stay as they are. Default true. */
  readonly freeBias?: boolean
}

/**
 * The local minimum of `reluLoss`, over all weights and biases, that descent reaches from a model. Which shape the start has
 * decides which minimum: compare several. Five features in two dimensions take some tenths of a second.
 *
 * @param start weights `[feature, hidden]` and bias `[feature]`; not changed.
 * @throws {ShapeError} when the shapes do not fit or a number is not finite.
 * @throws {RangeError} when a number is outside its range, or there are more than 12 features.
 */
export function reluOptimum(
  start: TiedModel,
  features: IndependentFeatures,
  options: ReluOptimumOptions = {},
): ReluOptimum {
  const { freeBias = true } = options
  gramRows(start, checkFeatures(features).length)
  const { rows, columns, values } = start.weights
  const startBias = Array.from(start.bias)
  const modelAt = (point: Float64Array): TiedModel => ({
    weights: matrix(rows, columns, point.slice(0, values.length)),
    bias: freeBias ? point.slice(values.length) : startBias,
  })
  const { point, value } = minimize(
    (candidate) => reluLoss(modelAt(candidate), features),
    freeBias ? [...values, ...startBias] : values,
    gradientTolerance,
  )
  return { model: modelAt(point), loss: value }
}

/**
 * The least of the local minima from several starts: for small models the global minimum, where the starts cover the shapes.
 *
 * @param starts at least one.
 * @throws as `reluOptimum`, and {RangeError} when there is no start.
 */
export function leastReluOptimum(
  starts: readonly TiedModel[],
  features: IndependentFeatures,
  options: ReluOptimumOptions = {},
): ReluOptimum {
  if (starts.length === 0) throw new RangeError('invalid starts: none; expected at least one model')
  return starts
    .map((start) => reluOptimum(start, features, options))
    .reduce((least, optimum) => (optimum.loss < least.loss ? optimum : least))
}
