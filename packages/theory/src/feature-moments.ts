/** Moments of one input feature: 0 with probability 1 − p, else uniform on [0, 1) (paper, "Demonstrating Superposition"). */

/** E x = p/2. @throws {RangeError} when the probability is not a number from 0 to 1. */
export function featureMean(probability: number): number {
  return checkProbability(probability) / 2
}

/** E x² = p/3. @throws {RangeError} when the probability is not a number from 0 to 1. */
export function featureMeanSquare(probability: number): number {
  return checkProbability(probability) / 3
}

/**
 * V(p) = p/3 − p²/4: what leaving the feature out costs, when its output is the constant p/2.
 *
 * @throws {RangeError} when the probability is not a number from 0 to 1.
 */
export function featureVariance(probability: number): number {
  return featureMeanSquare(probability) - featureMean(probability) ** 2
}

/** Gives the probability back. */
export function checkProbability(probability: number, subject = 'probability'): number {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`invalid ${subject}: ${probability}; expected a number from 0 to 1`)
  }
  return probability
}
