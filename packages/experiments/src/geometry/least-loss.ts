/** The least loss known of many equally important features: what the best of a sweep must reach. */
import { featureVariance, type PolytopeName, polytopeOptimum } from '@digon/theory'
import { remembered } from '../vocabulary/remembered.js'
import bestKnown from './best-known.json' with { type: 'json' }
import type { Size } from './settings.js'

/** From here on many features do best in one of these shapes, or with a dimension each. */
const leastExactProbability = 0.25
const shapes: readonly PolytopeName[] = ['digon', 'triangle', 'tetrahedron']

/** Beyond it all shapes end near principal components. */
const mostShapedProbability = 0.7

/** What the best of these shapes saves per dimension, 1 for dedicated features. */
const bestGain = remembered((probability: number) =>
  Math.max(1, ...shapes.map((name) => polytopeOptimum(name, probability).gainPerDimension)),
)

/** NaN where no search is stored. */
export function leastLossKnown(
  { featureCount, hiddenSize }: Pick<Size, 'featureCount' | 'hiddenSize'>,
  probability: number,
): number {
  const stored = bestKnown.losses.find(
    (known) =>
      known.featureCount === featureCount && known.hiddenSize === hiddenSize && known.probability === probability,
  )
  if (stored !== undefined) return stored.loss
  if (probability < leastExactProbability) return Number.NaN
  const gain = probability > mostShapedProbability ? 1 : bestGain(probability)
  return featureVariance(probability) * (1 - (hiddenSize / featureCount) * gain)
}
