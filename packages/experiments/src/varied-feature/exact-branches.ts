/**
 * What mathematics says of the two branches: the best pentagon, and the best square with the varied feature at its mean, at given
 * densities, and where one becomes better than the other.
 */
import { row } from '@digon/matrix'
import { featureDimensionality, featureNorms } from '@digon/metrics'
import { polygonModel, type ReluOptimum, reluLoss, reluOptimum, type TiedModel } from '@digon/theory'
import { baseProbability, featureCount, featuresAt, variedFeature } from './plan.js'

export interface ExactBranches {
  /** By rising density, in the order asked. */
  readonly points: readonly BranchPoint[]
  /** Relative density at which both lose the same. */
  readonly crossing: number
  /** By how much faster the pentagon's loss rises with the density than the square's does, at the crossing: slope over slope. */
  readonly slopeRatio: number
}

/** Losses are summed over features, as paper texts on this figure give them. */
export interface BranchPoint {
  readonly relativeDensity: number
  /** Absent where the pentagon is no optimum any more, not even a local one. */
  readonly pentagon?: PolygonPoint
  readonly square: PolygonPoint
}

export interface PolygonPoint {
  readonly loss: number
  /** `[feature][hidden]`. */
  readonly weights: readonly (readonly number[])[]
  /** `[feature]`. */
  readonly norms: readonly number[]
  /** `[feature]`. */
  readonly bias: readonly number[]
  /** `[feature]`: D_i. */
  readonly dimensionality: readonly number[]
}

/** Takes some seconds. @param relativeDensities ascending. */
export function exactBranches(relativeDensities: readonly number[]): ExactBranches {
  let start: TiedModel | undefined = polygonModel({ featureCount, corners: 5, radius: 1.1, bias: -0.22 })
  const points = [...relativeDensities].reverse().map((relativeDensity): BranchPoint => {
    const features = featuresAt(relativeDensity)
    const square = pointOf(reluOptimum(squareAt(relativeDensity), features))
    // From the neighbor's optimum, so that descent stays on the branch as long as there is one.
    const pentagon: ReluOptimum | undefined = start && reluOptimum(start, features)
    start = pentagon && featureNorms(pentagon.model.weights)[variedFeature]! > 0.5 ? pentagon.model : undefined
    return { relativeDensity, square, ...(start && pentagon && { pentagon: pointOf(pentagon) }) }
  })
  return { points: points.reverse(), ...crossing() }
}

/** Newton's method: an optimum's loss changes with the density as that of the same model does. */
function crossing(): Pick<ExactBranches, 'crossing' | 'slopeRatio'> {
  let density = 0.3
  let slopes: readonly [number, number] = [Number.NaN, Number.NaN]
  let models = [polygonModel({ featureCount, corners: 5, radius: 1.13, bias: -0.25 }), squareAt(density)] as const
  for (let iteration = 0; iteration < 8; iteration++) {
    const [pentagon, square] = models.map((model) => reluOptimum(model, featuresAt(density))) as [
      ReluOptimum,
      ReluOptimum,
    ]
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

function squareAt(relativeDensity: number): TiedModel {
  return polygonModel({ featureCount, corners: 4, unlearnedBias: (relativeDensity * baseProbability) / 2 })
}

function pointOf({ model: { weights, bias }, loss }: ReluOptimum): PolygonPoint {
  return {
    loss: featureCount * loss,
    weights: Array.from({ length: weights.rows }, (_, i) => [...row(weights, i)]),
    norms: [...featureNorms(weights)],
    bias: Array.from(bias),
    dimensionality: [...featureDimensionality(weights)],
  }
}

/** q/3 − q²/4 + 2p²/3: the square without bias, the varied feature at its mean. Summed over features. */
export function plainSquareLoss(relativeDensity: number): number {
  const varied = relativeDensity * baseProbability
  return varied / 3 - varied ** 2 / 4 + (2 * baseProbability ** 2) / 3
}

/** q/3 + 2p²/3: as before, but the varied feature's output is 0 whatever the input, a local optimum. Summed over features. */
export function deadSquareLoss(relativeDensity: number): number {
  return plainSquareLoss(relativeDensity) + (relativeDensity * baseProbability) ** 2 / 4
}

export const otherFeatures: readonly number[] = Array.from({ length: featureCount }, (_, i) => i).filter(
  (feature) => feature !== variedFeature,
)
