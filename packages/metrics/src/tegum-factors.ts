/** The parts of a solution that do not disturb one another: connected components of the feature graph (paper §6). */
import type { Matrix } from '@digon/matrix'
import { type FeatureGraphOptions, featureGraph } from './feature-graph.js'

/**
 * Sets of represented features that are orthogonal to each other up to the cosine threshold: each ascending, ordered by their
 * first features. Features that are not represented belong to none.
 *
 * @param weights `[feature, hidden]`.
 * @throws {ShapeError} when a weight is not finite.
 * @throws {RangeError} when a threshold is out of range.
 */
export function tegumFactors(weights: Matrix, options: FeatureGraphOptions = {}): number[][] {
  const { features, edges } = featureGraph(weights, options)
  const parent = new Map(features.map((feature) => [feature, feature]))
  const root = (feature: number): number => {
    let top = feature
    while (parent.get(top) !== top) top = parent.get(top)!
    return top
  }
  for (const { from, to } of edges) {
    const [a, b] = [root(from), root(to)]
    // The smaller one stays on top, so that a factor is found under its first feature.
    parent.set(Math.max(a, b), Math.min(a, b))
  }
  const factors = new Map<number, number[]>()
  for (const feature of features) {
    const first = root(feature)
    const factor = factors.get(first)
    if (factor === undefined) factors.set(first, [feature])
    else factor.push(feature)
  }
  return [...factors.values()]
}
