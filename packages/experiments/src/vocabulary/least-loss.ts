/** The least loss known of a ReLU model of many equally important features, in closed form where one is known. */
import { featureVariance, type PolytopeName, polytopeOptimum } from '@digon/theory'
import { remembered } from './remembered.js'

/** What a longer search found. */
export interface BestKnown {
  readonly source: string
  /** How to find it again. */
  readonly repeat: string
  readonly losses: readonly {
    readonly featureCount: number
    readonly hiddenSize: number
    readonly probability: number
    /** On fresh samples, averaged over features. */
    readonly loss: number
  }[]
}

/** From here on digons or principal components are best; below, many shapes compete, and only a search tells. */
export const leastExactProbability = 0.25
const shapes: readonly PolytopeName[] = ['digon', 'triangle', 'tetrahedron']
/** Beyond it principal components are best, which gain 1 per dimension. */
const mostShapedProbability = 0.7

const bestGain = remembered((probability: number) =>
  Math.max(1, ...shapes.map((name) => polytopeOptimum(name, probability).gainPerDimension)),
)

/**
 * What the search found; where it stored nothing, V(p) (1 − gain · m/n): m dimensions all gain what the best of a few shapes does.
 *
 * @returns NaN below `leastExactProbability` where no search is stored.
 */
export function leastLoss(
  featureCount: number,
  hiddenSize: number,
  probability: number,
  { losses }: BestKnown,
): number {
  const isMeant = (known: BestKnown['losses'][number]) =>
    known.featureCount === featureCount && known.hiddenSize === hiddenSize && known.probability === probability
  const found = losses.find(isMeant)
  if (found !== undefined) return found.loss
  if (probability < leastExactProbability) return Number.NaN
  const gain = probability > mostShapedProbability ? 1 : bestGain(probability)
  return featureVariance(probability) * (1 - (gain * hiddenSize) / featureCount)
}
