/**
 * The exact loss of a tied ReLU-output model on independent sparse features, no sampling. It runs over all sets of active
 * features, about n·3ⁿ terms, so it is for small models; large ones are measured on samples.
 */
import { checkFeatures, type IndependentFeatures } from './independent-features.js'
import { rectifiedMoments, rectifiedSquare } from './rectified-integral.js'
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
  const probabilities = checkFeatures(features)
  let loss = 0
  forEachActiveSet(model, features.importance, (active, lossOf) => {
    const probability = probabilityOf(active, probabilities)
    if (probability > 0) loss += probability * lossOf()
  })
  return loss / probabilities.length
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
  forEachActiveSet(model, importance, (active, lossOf) => {
    losses[active.length]! += lossOf()
  })
  return losses
}

/** Calls back with every set of active features (ascending), and with what gives Σ_i I_i E[(x_i − output_i)² | these are active]. */
function forEachActiveSet(
  model: TiedModel,
  importance: readonly number[],
  visit: (active: readonly number[], lossOf: () => number) => void,
): void {
  const featureCount = importance.length
  if (featureCount > mostFeatures) {
    throw new RangeError(`invalid importance: ${featureCount} features; expected at most ${mostFeatures}`)
  }
  const gram = gramRows(model, featureCount)
  for (let mask = 0; mask < 2 ** featureCount; mask++) {
    const active = importance.map((_, i) => i).filter((i) => (mask >> i) & 1)
    visit(active, () =>
      gram.reduce((loss, row, i) => {
        const weight = importance[i]!
        return weight === 0 ? loss : loss + weight * outputLoss(row, model.bias[i]!, i, active)
      }, 0),
    )
  }
}

function outputLoss(row: Float64Array, bias: number, output: number, active: readonly number[]): number {
  const slopes = active.filter((feature) => feature !== output).map((feature) => row[feature]!)
  if (slopes.length === active.length) return rectifiedSquare(bias, slopes)
  const { square, product } = rectifiedMoments(bias, row[output]!, slopes)
  return 1 / 3 - 2 * product + square
}

function probabilityOf(active: readonly number[], probabilities: readonly number[]): number {
  let product = 1
  for (const [i, probability] of probabilities.entries()) {
    product *= active.includes(i) ? probability : 1 - probability
  }
  return product
}
