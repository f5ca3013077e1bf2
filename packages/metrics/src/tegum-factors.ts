/**
 * The parts of a solution that do not disturb one another (paper §6): connected components of the feature graph, joined where
 * they could not lie in spaces of their own.
 */
import type { Matrix } from '@digon/matrix'
import { type FeatureGraphOptions, featureGraph } from './feature-graph.js'
import { dependence, spannedDimensions } from './spanned-dimensions.js'

/**
 * Sets of represented features that are orthogonal to each other up to the cosine threshold: each ascending, ordered by their
 * first features. Features that are not represented belong to none.
 *
 * The dimensions that the sets fill add up to no more than all the features fill together, so to no more than the hidden size.
 * Where components of the graph would fill more, the most dependent ones are joined: n + 1 corners of a simplex in n dimensions
 * have cosines of −1/n, below any threshold from some n on, and still they are one factor.
 *
 * @param weights `[feature, hidden]`.
 * @throws {ShapeError} when a weight is not finite.
 * @throws {RangeError} when a threshold is out of range.
 */
export function tegumFactors(weights: Matrix, options: FeatureGraphOptions = {}): number[][] {
  const { features, edges } = featureGraph(weights, options)
  const graph = components(features, edges)
  if (graph.length <= 1) return graph
  const room = spannedDimensions(weights, features)
  const fits = (sets: readonly (readonly number[])[]) =>
    sets.reduce((sum, set) => sum + (set.length === 1 ? 1 : spannedDimensions(weights, set)), 0) <= room
  if (fits(graph)) return graph
  const ties = strongestTies(features, dependence(weights, features))
  const joined = (count: number) => components(features, [...edges, ...ties.slice(0, count)])
  const strong = ties.filter(({ strength }) => strength > halfDependent).length
  if (fits(joined(strong))) return joined(strong)
  // All ties make one factor, which always fits.
  let [tooFew, enough] = [strong, ties.length]
  while (enough - tooFew > 1) {
    const middle = (tooFew + enough) >> 1
    if (fits(joined(middle))) enough = middle
    else tooFew = middle
  }
  return joined(enough)
}

/** Half of what two corners of one simplex have. */
const halfDependent = 0.5

interface Tie {
  readonly from: number
  readonly to: number
}

/** Connected components, in order of their first features. */
function components(features: readonly number[], ties: readonly Tie[]): number[][] {
  const parent = new Map(features.map((feature) => [feature, feature]))
  const root = (feature: number): number => {
    let top = feature
    while (parent.get(top) !== top) top = parent.get(top)!
    return top
  }
  for (const { from, to } of ties) {
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

/** The ties that join all features and are strongest together (a maximum spanning tree, by Prim), the strongest first. */
function strongestTies(
  features: readonly number[],
  strength: Matrix,
): readonly (Tie & { readonly strength: number })[] {
  const nearest = features.map((_, i) => ({ from: 0, strength: strength.values[i]! }))
  const left = new Set(features.keys())
  left.delete(0)
  const ties: (Tie & { readonly strength: number })[] = []
  while (left.size > 0) {
    const next = [...left].reduce((best, i) => (nearest[i]!.strength > nearest[best]!.strength ? i : best))
    left.delete(next)
    ties.push({ from: features[nearest[next]!.from]!, to: features[next]!, strength: nearest[next]!.strength })
    for (const i of left) {
      const through = strength.values[next * strength.columns + i]!
      if (through > nearest[i]!.strength) nearest[i] = { from: next, strength: through }
    }
  }
  return ties.sort((a, b) => b.strength - a.strength)
}
