/**
 * How well digons simulate a larger model that keeps its features apart (paper §1 and §3: superposition as a noisy simulation).
 * Of antipodal pairs of unit norm without bias, each output is ReLU(x_i − x_j) where the larger model's is x_i.
 */

export interface DigonSimulation {
  /** E‖y′ − y‖² of one pair: p²/3. Only when both are active is there a difference, min(x_i, x_j) on either output. */
  readonly noise: number
  /** E‖y′‖² of one pair: 2p/3 − p²/2. */
  readonly signal: number
  /** 1 − noise / signal = 1 − 2p / (4 − 3p): 1 in the limit of sparse features, −1 for dense ones; NaN at p = 0. */
  readonly explained: number
}

/**
 * @param probability of each feature, from 0 to 1; active features are uniform on [0, 1) and independent.
 * @throws {RangeError} when the probability is out of range.
 */
export function digonSimulation(probability: number): DigonSimulation {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`invalid probability: ${probability}; expected a number from 0 to 1`)
  }
  const noise = probability ** 2 / 3
  const signal = (2 * probability) / 3 - probability ** 2 / 2
  return { noise, signal, explained: 1 - noise / signal }
}
