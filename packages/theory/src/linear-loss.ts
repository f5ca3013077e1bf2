/** The exact loss of a tied linear model on independent sparse features. ReLU models are `relu-loss.ts`. */
import { featureMean, featureVariance } from './feature-moments.js'
import { checkFeatures, type IndependentFeatures } from './independent-features.js'
import { gramRows, type TiedModel } from './tied-model.js'

/**
 * Expected loss of output = W Wᵀ x + bias, averaged over features as in training:
 *
 *     1/n Σ_i I_i [ Σ_j (δ_ij − G_ij)² V(p_j) + (Σ_j (δ_ij − G_ij) p_j/2 − b_i)² ],   G = W Wᵀ
 *
 * With p = 1 for all and the best bias this is the sum of feature benefit and interference in the paper's
 * "Mathematical Understanding".
 *
 * @throws {ShapeError} when the shapes do not fit or a number is not finite.
 * @throws {RangeError} when a probability or an importance is outside its range.
 */
export function linearLoss(model: TiedModel, features: IndependentFeatures): number {
  const probabilities = checkFeatures(features)
  const featureCount = probabilities.length
  const gram = gramRows(model, featureCount)
  let loss = 0
  for (const [i, row] of gram.entries()) {
    let variance = 0
    let mean = -model.bias[i]!
    for (const [j, probability] of probabilities.entries()) {
      const error = (i === j ? 1 : 0) - row[j]!
      variance += error * error * featureVariance(probability)
      mean += error * featureMean(probability)
    }
    loss += features.importance[i]! * (variance + mean * mean)
  }
  return loss / featureCount
}
