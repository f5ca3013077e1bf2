/**
 * What mathematics says of the two branches: the best pentagon, and the best square with the varied feature at its
 * mean, and the density at which they cross. Losses are summed over features, as in the paper's figure.
 */
import { toRows } from '@digon/matrix'
import { featureNorms } from '@digon/metrics'
import {
  type IndependentFeatures,
  polygonModel,
  type ReluOptimum,
  reluLoss,
  reluOptimum,
  type TiedModel,
} from '@digon/theory'
import { remembered } from '../vocabulary/remembered.js'
import { baseProbability, model, variedFeature } from './settings.js'

const { featureCount } = model

/** What theory needs to know of the features. */
export function featuresAt(relativeDensity: number): IndependentFeatures {
  const probability = new Array<number>(featureCount).fill(baseProbability)
  probability[variedFeature] = Number((relativeDensity * baseProbability).toPrecision(6))
  return { probability, importance: new Array<number>(featureCount).fill(1) }
}

/** The square without bias, with the varied feature at its mean. */
export function squareAt(relativeDensity: number): TiedModel {
  return polygonModel({ featureCount, corners: 4, unlearnedBias: (relativeDensity * baseProbability) / 2 })
}

/**
 * Plain JSON. `points` are in the order of the densities; a pentagon is absent where it is no longer a local optimum.
 * `crossing` is the relative density at which both lose the same, `slopeRatio` the slope of the square's loss there
 * over that of the pentagon's.
 *
 * @param relativeDensities ascending.
 */
export const exactBranches = remembered((relativeDensities: readonly number[]) => {
  let start: TiedModel | undefined = polygonModel({ featureCount, corners: 5, radius: 1.1, bias: -0.22 })
  const points = [...relativeDensities].reverse().map((relativeDensity) => {
    const features = featuresAt(relativeDensity)
    const square = pointOf(reluOptimum(squareAt(relativeDensity), features))
    // From the neighbor's optimum, so that descent stays on the branch as long as there is one.
    const pentagon: ReluOptimum | undefined = start && reluOptimum(start, features)
    start = pentagon && featureNorms(pentagon.model.weights)[variedFeature]! > 0.5 ? pentagon.model : undefined
    return { relativeDensity, square, ...(start && pentagon && { pentagon: pointOf(pentagon) }) }
  })
  return { points: points.reverse(), ...crossing() }
})

/** Newton's method: an optimum's loss changes with the density as that of the same model does. */
function crossing() {
  let density = 0.3
  let slopes: readonly [number, number] = [Number.NaN, Number.NaN]
  let models = [polygonModel({ featureCount, corners: 5, radius: 1.13, bias: -0.25 }), squareAt(density)] as const
  for (let iteration = 0; iteration < 8; iteration++) {
    const features = featuresAt(density)
    const [pentagon, square] = [reluOptimum(models[0], features), reluOptimum(models[1], features)]
    models = [pentagon.model, square.model]
    slopes = [slopeOf(pentagon.model, density), slopeOf(square.model, density)]
    const by = (pentagon.loss - square.loss) / (slopes[0] - slopes[1])
    density -= by
    if (Math.abs(by) < 1e-5) break
  }
  return { crossing: density, slopeRatio: slopes[1] / slopes[0] }
}

function slopeOf(model: TiedModel, density: number): number {
  const by = 1e-4
  return (reluLoss(model, featuresAt(density + by)) - reluLoss(model, featuresAt(density - by))) / (2 * by)
}

function pointOf({ model: { weights, bias }, loss }: ReluOptimum) {
  return {
    loss: featureCount * loss,
    weights: toRows(weights),
    bias: Array.from(bias),
    norms: [...featureNorms(weights)],
  }
}

/** q/3 − q²/4 + 2p²/3: the loss of `squareAt`. */
export function plainSquareLoss(relativeDensity: number): number {
  const varied = relativeDensity * baseProbability
  return varied / 3 - varied ** 2 / 4 + (2 * baseProbability ** 2) / 3
}

/** q/3 + 2p²/3: as before, but the varied feature's output is 0 whatever the input, a local optimum. */
export function deadSquareLoss(relativeDensity: number): number {
  return plainSquareLoss(relativeDensity) + (relativeDensity * baseProbability) ** 2 / 4
}
