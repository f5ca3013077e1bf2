/** The best that a linear model can do: weighted principal components. */
import { featureMean, featureVariance } from './feature-moments.js'
import { checkFeatures, type IndependentFeatures } from './independent-features.js'

/** The best linear model. */
export interface LinearOptimum {
  /** Features with a dimension of their own, ascending: the hiddenSize ones of greatest I·V(p), the earlier one on a tie. */
  readonly learned: readonly number[]
  /** `[feature]`: 0 for a learned feature, E x = p/2 for the others. */
  readonly bias: readonly number[]
  /** 1/n Σ I_i·V(p_i) over the features that are not learned: averaged over features, as in training. */
  readonly loss: number
}

/**
 * Optimum of output = W Wᵀ x + bias on independent features: W Wᵀ is 1 on the diagonal of the learned features and 0
 * elsewhere. Errors Σ_ij I_i (δ_ij − G_ij)² V(p_j) are those of a rank-m approximation of diag(√(I_i V(p_i))), so no linear
 * model does better, tied or not (Eckart–Young); for Gaussian inputs Saxe et al. 2014, paper, "Mathematical Understanding".
 *
 * @param hiddenSize m, an integer ≥ 0.
 * @throws {RangeError} when a number is outside its range.
 */
export function linearOptimum(features: IndependentFeatures, hiddenSize: number): LinearOptimum {
  const probabilities = checkFeatures(features)
  if (!Number.isInteger(hiddenSize) || hiddenSize < 0) {
    throw new RangeError(`invalid hiddenSize: ${hiddenSize}; expected an integer ≥ 0`)
  }
  const costs = probabilities.map((probability, i) => features.importance[i]! * featureVariance(probability))
  const byCost = [...costs.keys()].sort((a, b) => costs[b]! - costs[a]! || a - b)
  const learned = byCost.slice(0, hiddenSize).sort((a, b) => a - b)
  const left = byCost.slice(hiddenSize).reverse()
  return {
    learned,
    bias: probabilities.map((probability, i) => (learned.includes(i) ? 0 : featureMean(probability))),
    loss: left.reduce((sum, i) => sum + costs[i]!, 0) / probabilities.length,
  }
}
