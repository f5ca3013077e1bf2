/** A tied model with its output bias, as the formulas take it. Training one is not this package's business. */
import { checkFinite, type Matrix, multiply, row, ShapeError, transpose } from '@digon/matrix'

/** output = activation(W Wᵀ x + bias), with x `[feature]`. */
export interface TiedModel {
  /** `[feature, hidden]`. */
  readonly weights: Matrix
  /** `[feature]`: the output bias. */
  readonly bias: ArrayLike<number>
}

/**
 * W Wᵀ, row by row, after checking the model against a number of features.
 *
 * @throws {ShapeError} when a number is not finite or the shapes do not fit.
 */
export function gramRows(model: TiedModel, featureCount: number): readonly Float64Array[] {
  const { weights, bias } = model
  checkFinite(weights, 'weights')
  if (weights.rows !== featureCount) {
    throw new ShapeError('weights', `${weights.rows} rows`, `${featureCount}, one per feature`)
  }
  if (bias.length !== featureCount) {
    throw new ShapeError('bias', `${bias.length} numbers`, `${featureCount}, one per feature`)
  }
  for (let i = 0; i < featureCount; i++) {
    if (!Number.isFinite(bias[i])) throw new ShapeError(`bias[${i}]`, String(bias[i]), 'a finite number')
  }
  const gram = multiply(weights, transpose(weights))
  return Array.from({ length: featureCount }, (_, i) => Float64Array.from(row(gram, i)))
}
