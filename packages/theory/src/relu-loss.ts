/**
 * The exact loss of a tied ReLU-output model on independent sparse features, no sampling. It runs over all sets of active
 * features, about n·3ⁿ terms, so it is for small models; large ones are measured on samples.
 */
import { checkFeatures, type IndependentFeatures } from './independent-features.js'
import { outputLoss } from './output-loss.js'
import { gramRows, type TiedModel } from './tied-model.js'

/** 12 features take about 0.1 s. */
const mostFeatures = 12

/**
 * Expected loss of output = ReLU(W Wᵀ x + bias), averaged over features as in training: 1/n Σ_i I_i E(x_i − output_i)².
 *
 * @param features at most 12.
 * @throws {ShapeError} when the shapes do not fit or a number is not finite.
 * @throws {RangeError} when a number is outside its range, or there are more than 12 features.
 */
export function reluLoss(model: TiedModel, features: IndependentFeatures): number {
  return reluFeatureLosses(model, features).reduce((sum, loss) => sum + loss, 0)
}

/**
 * The share of each feature in `reluLoss`, `[feature]`: I_i E(x_i − output_i)² / n.
 *
 * @param features at most 12.
 * @throws {ShapeError} when the shapes do not fit or a number is not finite.
 * @throws {RangeError} when a number is outside its range, or there are more than 12 features.
 */
export function reluFeatureLosses(model: TiedModel, features: IndependentFeatures): Float64Array {
  const probabilities = checkFeatures(features)
  const { importance } = features
  const losses = new Float64Array(importance.length)
  forEachActiveSet(model, importance.length, (active, outputLoss) => {
    const probability = probabilityOf(active, probabilities)
    if (probability === 0) return
    for (const [i, weight] of importance.entries()) {
      if (weight > 0) losses[i]! += (weight * probability * outputLoss(i)) / importance.length
    }
  })
  return losses
}

/**
 * L_0, L_1, …, L_n of the paper's expansion over the number of active features, summed over features:
 *
 *     n · loss = Σ_k p^k (1 − p)^(n − k) L_k      (all features with the same probability p)
 *
 * L_k is the sum over all sets of k active features. L_0 = Σ I_i ReLU(b_i)²; L_1 is benefit and pairwise interference.
 *
 * @param importance `[feature]`, at most 12.
 * @throws {ShapeError} when the shapes do not fit or a number is not finite.
 * @throws {RangeError} when an importance is outside its range, or there are more than 12 features.
 */
export function reluLossByActiveCount(model: TiedModel, importance: readonly number[]): readonly number[] {
  checkFeatures({ probability: 1, importance })
  const losses = new Array<number>(importance.length + 1).fill(0)
  forEachActiveSet(model, importance.length, (active, outputLoss) => {
    for (const [i, weight] of importance.entries()) {
      if (weight > 0) losses[active.length]! += weight * outputLoss(i)
    }
  })
  return losses
}

/** Calls back with every set of active features (ascending), and with what gives E[(x_i − output_i)² | these are active]. */
function forEachActiveSet(
  model: TiedModel,
  featureCount: number,
  visit: (active: readonly number[], outputLoss: (output: number) => number) => void,
): void {
  checkFeatureCount(featureCount)
  const gram = gramRows(model, featureCount)
  const all = gram.map((_, i) => i)
  for (let mask = 0; mask < 2 ** featureCount; mask++) {
    const active = all.filter((i) => (mask >> i) & 1)
    visit(active, (output) => outputLoss(gram[output]!, model.bias[output]!, output, active))
  }
}

/** @throws {RangeError} when there are too many sets of active features to go through. */
export function checkFeatureCount(featureCount: number): void {
  if (featureCount > mostFeatures) {
    throw new RangeError(`invalid importance: ${featureCount} features; expected at most ${mostFeatures}`)
  }
}

function probabilityOf(active: readonly number[], probabilities: readonly number[]): number {
  let product = 1
  for (const [i, probability] of probabilities.entries()) {
    product *= active.includes(i) ? probability : 1 - probability
  }
  return product
}
