/** Features stored in antipodal pairs: unit norms, no bias. The first thing that superposition makes (paper, "phase change"). */
import { featureVariance } from './feature-moments.js'
import { checkFeatures, type IndependentFeatures } from './independent-features.js'

/**
 * Loss of a model that stores these pairs of features on lines of their own, W_i = −W_j of norm 1, gives every other feature a
 * dimension of its own (`dedicated`) or leaves it at its mean; averaged over features as in training. A pair costs
 * (I_i + I_j) p_i p_j / 6: min(x_i, x_j)² is lost on each when both are active.
 *
 * @param pairs disjoint pairs of feature indices.
 * @param dedicated features with a dimension of their own, in no pair. Default none.
 * @throws {RangeError} when a number is outside its range, or a feature is named twice or unknown.
 */
export function digonLoss(
  features: IndependentFeatures,
  pairs: readonly (readonly [number, number])[],
  dedicated: readonly number[] = [],
): number {
  const probabilities = checkFeatures(features)
  const { importance } = features
  const named = [...pairs.flat(), ...dedicated]
  for (const feature of named) {
    if (probabilities[feature] === undefined || named.indexOf(feature) !== named.lastIndexOf(feature)) {
      throw new RangeError(
        `invalid feature: ${feature}; expected each of 0 to ${probabilities.length - 1} at most once in pairs and dedicated`,
      )
    }
  }
  let loss = 0
  for (const [i, j] of pairs) loss += ((importance[i]! + importance[j]!) * probabilities[i]! * probabilities[j]!) / 6
  for (const [i, probability] of probabilities.entries()) {
    if (!named.includes(i)) loss += importance[i]! * featureVariance(probability)
  }
  return loss / probabilities.length
}
