/** Turns one solution onto another where all features but the varied one are interchangeable. */
import { type Matrix, matrix, row } from '@digon/matrix'
import { type Alignment, alignSolutions } from '@digon/metrics'
import { otherFeatures } from './exact-branches.js'
import { featureCount, variedFeature } from './plan.js'

/** Of all 24 orders of the others, and of all rotations and reflections, what brings the weights nearest to the target. */
export function alignAround(weights: Matrix, target: Matrix): Alignment {
  let best: Alignment | undefined
  for (const order of orders(otherFeatures)) {
    const all = order.toSpliced(variedFeature, 0, variedFeature)
    const values = Float64Array.from(all.flatMap((feature) => [...row(weights, feature)]))
    const alignment = alignSolutions(matrix(featureCount, weights.columns, values), target)
    if (best === undefined || alignment.distance < best.distance) best = alignment
  }
  return best!
}

function orders(features: readonly number[]): readonly number[][] {
  if (features.length === 0) return [[]]
  return features.flatMap((first, k) => orders(features.toSpliced(k, 1)).map((rest) => [first, ...rest]))
}
