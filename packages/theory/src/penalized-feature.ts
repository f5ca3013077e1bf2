/** What a penalty on the hidden units costs a feature that has one of them to itself (paper §12: training without superposition). */

/** κ = n·λ/I from which on a lone feature is better dropped: (8/9)·√(2/3) = 0.7258. */
export const largestAffordablePenalty: number = (8 / 9) * Math.sqrt(2 / 3)

/**
 * The norm that minimizes what a lone feature costs, (1 − w²)²/3 + κ·w/2 in units of p·I/n: a sample with this feature alone,
 * uniform on [0, 1), is reconstructed as w²x, and |hidden| = w·x is charged with λ. The norm is the larger root of
 * w(1 − w²) = 3κ/8, and 0 from `largestAffordablePenalty` on, where dropping the feature costs less.
 *
 * Holds for a tied model without bias, whatever the probability. Features that share a hidden unit in antipodal pairs pay the
 * same as long as not both are active.
 *
 * @param penalty κ = n·λ/I ≥ 0, with λ the weight of Σ|hidden| in a loss that is averaged over n features, I the importance.
 * @throws {RangeError} when the penalty is not a number ≥ 0.
 */
export function penalizedNorm(penalty: number): number {
  if (!(penalty >= 0)) throw new RangeError(`invalid penalty: ${penalty}; expected a number ≥ 0`)
  if (penalty >= largestAffordablePenalty) return 0
  // w³ − w + 3κ/8 = 0 has three real roots here; this is the largest, in Viète's form.
  return (2 / Math.sqrt(3)) * Math.cos(Math.acos((-9 * Math.sqrt(3) * penalty) / 16) / 3)
}

/**
 * What the feature then costs, penalty included, in units of p·I/n: between 0 (no penalty) and 1/3 (dropped).
 *
 * @throws {RangeError} when the penalty is not a number ≥ 0.
 */
export function penalizedCost(penalty: number): number {
  const norm = penalizedNorm(penalty)
  return (1 - norm * norm) ** 2 / 3 + (penalty * norm) / 2 || 0
}
