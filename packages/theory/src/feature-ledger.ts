/**
 * What each feature brings to a small ReLU model and what it costs the others: why a feature was kept or dropped. Exact, for at
 * most 12 features.
 */
import { matrix, toRows } from '@digon/matrix'
import { featureVariance } from './feature-moments.js'
import { checkFeatures, type IndependentFeatures } from './independent-features.js'
import { minimize } from './minimize.js'
import { reluFeatureLosses, reluLoss } from './relu-loss.js'
import type { TiedModel } from './tied-model.js'

/** Leaves an error of the loss below 1e-8. */
const gradientTolerance = 1e-5

/** All losses are averaged over the features of the model, as in training, so they can be added up. */
export interface FeatureAccount {
  /** This feature's share of the loss now: I_i E(x_i − output_i)² / n. */
  readonly ownLoss: number
  /** How much smaller that is than I_i V(p_i) / n, which it would be if the feature were left at its mean. */
  readonly benefit: number
  /** How much more the other features lose than they would without this one. */
  readonly interference: number
  /** Loss of the model with this vector at 0 and this bias at p_i/2: the loss now + benefit − interference. */
  readonly lossIfRemoved: number
}

/**
 * One account per feature.
 *
 * @param features at most 12.
 * @throws {ShapeError} when the shapes do not fit or a number is not finite.
 * @throws {RangeError} when a number is outside its range, or there are more than 12 features.
 */
export function featureLedger(model: TiedModel, features: IndependentFeatures): readonly FeatureAccount[] {
  const probabilities = checkFeatures(features)
  const now = reluFeatureLosses(model, features)
  const total = now.reduce((sum, loss) => sum + loss, 0)
  const { columns } = model.weights
  return probabilities.map((probability, i) => {
    const ownLoss = now[i]!
    const unlearnedLoss = (features.importance[i]! * featureVariance(probability)) / probabilities.length
    const lossIfRemoved = reluLoss(
      withFeature(model, i, [...new Array<number>(columns).fill(0), probability / 2]),
      features,
    )
    const benefit = unlearnedLoss - ownLoss
    return {
      ownLoss,
      benefit,
      interference: total + benefit - lossIfRemoved,
      lossIfRemoved,
    }
  })
}

/**
 * The least loss that one feature's vector and bias can reach alone, all others as they are: descents from where it is, from 0, and
 * from opposite each other feature. About the loss now for a feature that is rightly kept, or rightly dropped. Some tenths of a second
 * for five features.
 *
 * @param feature its index.
 * @param features at most 12.
 * @throws {ShapeError} when the shapes do not fit or a number is not finite.
 * @throws {RangeError} when a number is outside its range, there are more than 12 features, or there is no such feature.
 */
export function lossIfPlacedBest(model: TiedModel, features: IndependentFeatures, feature: number): number {
  const featureCount = checkFeatures(features).length
  if (!Number.isInteger(feature) || feature < 0 || feature >= featureCount) {
    throw new RangeError(`invalid feature: ${feature}; expected an index below ${featureCount}`)
  }
  const vectors = toRows(model.weights)
  const opposites = vectors
    .filter((vector, i) => i !== feature && Math.hypot(...vector) > 0)
    .map((vector) => vector.map((value) => -value / Math.hypot(...vector)))
  const starts = [
    [...vectors[feature]!, model.bias[feature]!],
    [...vectors[feature]!.map(() => 0), 0],
    ...opposites.map((vector) => [...vector, 0]),
  ]
  const losses = starts.map(
    (start) =>
      minimize((point) => reluLoss(withFeature(model, feature, point), features), start, gradientTolerance).value,
  )
  return Math.min(...losses)
}

/** The model with another vector and bias (last) of one feature. */
function withFeature(model: TiedModel, feature: number, vectorAndBias: ArrayLike<number>): TiedModel {
  const { rows, columns } = model.weights
  const values = Float64Array.from(model.weights.values)
  for (let k = 0; k < columns; k++) values[feature * columns + k] = vectorAndBias[k]!
  const bias = Float64Array.from(model.bias)
  bias[feature] = vectorAndBias[columns]!
  return { weights: matrix(rows, columns, values), bias }
}
