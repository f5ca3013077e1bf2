/** Principal components of features that come in sets, in closed form: the best that a linear model can do with them. */
import { checkGrouped, type FeatureSet, type GroupedFeatures } from './grouped-features.js'

/**
 * Loss of the best linear model output = W Wᵀ x + bias with `hiddenSize` dimensions, averaged over features as in training: the sum
 * of all but the greatest `hiddenSize` eigenvalues of the covariance, over n. Sets are independent, and inside a set all features
 * are alike: with variance V and covariance c of two of them, k features have the eigenvalues V + (k − 1)c, once, on their sum, and
 * V − c on their differences.
 *
 * @param hiddenSize m, an integer ≥ 0.
 * @throws {RangeError} when a number is outside its range, a feature is in no set or in several, or importances differ.
 */
export function groupedLinearOptimum(features: GroupedFeatures, hiddenSize: number): number {
  const { sets, importance } = checkGrouped(features)
  const [weight] = importance
  if (importance.some((value) => value !== weight)) {
    throw new RangeError(`invalid importance: ${importance.join(', ')}; expected one number for all features`)
  }
  if (!Number.isInteger(hiddenSize) || hiddenSize < 0) {
    throw new RangeError(`invalid hiddenSize: ${hiddenSize}; expected an integer ≥ 0`)
  }
  const lost = sets
    .flatMap(eigenvalues)
    .sort((a, b) => b - a)
    .slice(hiddenSize)
  return (weight! * lost.reduceRight((sum, value) => sum + value, 0)) / importance.length
}

function eigenvalues({ kind, features, probability }: FeatureSet): readonly number[] {
  const count = features.length
  const active = kind === 'together' ? probability : probability / count
  const variance = active / 3 - active ** 2 / 4
  const bothActive = kind === 'together' ? probability : 0
  const covariance = bothActive / 4 - active ** 2 / 4
  return [variance + (count - 1) * covariance, ...new Array<number>(count - 1).fill(variance - covariance)]
}
