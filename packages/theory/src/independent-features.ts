/** The inputs that every formula of this package is about, and their checks. Correlated features are left out. */
import { checkProbability } from './feature-moments.js'

/** Features that are active independently of one another, with values uniform on [0, 1). There are `importance.length` of them. */
export interface IndependentFeatures {
  /** P(feature is active), from 0 to 1: one number for all, or one per feature. */
  readonly probability: number | readonly number[]
  /** `[feature]`: weight of each feature in the loss, finite and ≥ 0. At least one. */
  readonly importance: readonly number[]
}

/**
 * `[feature]`: the probability of each feature, everything checked.
 *
 * @throws {RangeError} when there is no feature, or a number is outside its range, or their counts differ.
 */
export function checkFeatures(features: IndependentFeatures): readonly number[] {
  const { probability, importance } = features
  if (importance.length === 0) throw new RangeError('invalid importance: no feature; expected one number per feature')
  for (const [i, value] of importance.entries()) {
    if (!(value >= 0 && value < Infinity)) {
      throw new RangeError(`invalid importance[${i}]: ${value}; expected a finite number ≥ 0`)
    }
  }
  const probabilities = typeof probability === 'number' ? importance.map(() => probability) : probability
  if (probabilities.length !== importance.length) {
    throw new RangeError(
      `invalid probability: ${probabilities.length} numbers; expected ${importance.length}, one per feature`,
    )
  }
  for (const [i, value] of probabilities.entries()) {
    checkProbability(value, typeof probability === 'number' ? 'probability' : `probability[${i}]`)
  }
  return probabilities
}
