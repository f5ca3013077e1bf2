/**
 * Names the geometry of given weights: which factors a solution falls into, and which regular shape each of them is.
 * Names of whole products (two digons = square) are `productName`.
 */
import type { Matrix } from '@digon/matrix'
import type { FeatureGraphOptions } from './feature-graph.js'
import { gramMatrix } from './gram-matrix.js'
import { type ShapeTemplate, templatesOf } from './shape-templates.js'
import { spannedDimensions } from './spanned-dimensions.js'
import { tegumFactors } from './tegum-factors.js'

/** One factor of a solution and its name. */
export interface NamedShape {
  /**
   * `dedicated` (one feature in a dimension of its own), `digon`, `triangle`, `tetrahedron`, `4-simplex`, …, `pentagon`, `hexagon`,
   * `heptagon`, `octagon`, `9-gon`, …, `square antiprism`, or `none of these`.
   */
  readonly name: string
  /** Ascending. */
  readonly features: readonly number[]
  /** Of the shape; for `none of these` the number of dimensions that the features fill but for noise. */
  readonly dimensions: number
  /** From 0 (as near to the next verdict as can be) to 1 (exactly this shape; or nothing like any of them). */
  readonly confidence: number
}

/** Root mean square difference of dot products, in units of the squared norm, at which a shape loses its name. */
const tolerance = 0.15

/**
 * The factors of weights `[feature, hidden]` with their names, blind to rotation, reflection, a common scale and the order of
 * features. Ordered by their first features; features that are not represented belong to none.
 *
 * A factor is compared with each shape of as many corners by its dot products: those within the factor against those of the
 * shape, row by row in ascending order, and those with all other represented features against 0.
 *
 * @throws {ShapeError} when a weight is not finite.
 * @throws {RangeError} when a threshold is out of range.
 */
export function nameShapes(weights: Matrix, options: FeatureGraphOptions = {}): NamedShape[] {
  const factors = tegumFactors(weights, options)
  const represented = factors.flat()
  const gram = gramMatrix(weights)
  return factors.map((features) => {
    const outside = leakage(gram, features, represented)
    const ranked = templatesOf(features.length)
      .map((template) => ({ template, distance: Math.hypot(distance(gram, features, template), outside) }))
      .sort((a, b) => a.distance - b.distance)
    const { template, distance: nearest } = ranked[0]!
    if (nearest <= tolerance) {
      return { name: template.name, features, dimensions: template.dimensions, confidence: 1 - nearest / tolerance }
    }
    const dimensions = spannedDimensions(weights, features)
    return { name: 'none of these', features, dimensions, confidence: 1 - tolerance / nearest }
  })
}

/** Root mean square difference between the factor's dot products, in units of its mean squared norm, and the shape's. */
function distance(gram: Matrix, features: readonly number[], { cosines }: ShapeTemplate): number {
  const count = features.length
  const dot = (i: number, j: number) => gram.values[i * gram.columns + j]!
  const squaredNorm = features.reduce((sum, i) => sum + dot(i, i), 0) / count
  let sum = 0
  for (const i of features) {
    sum += (dot(i, i) / squaredNorm - 1) ** 2
    const others = features.filter((j) => j !== i).map((j) => dot(i, j) / squaredNorm)
    for (const [index, value] of others.sort((a, b) => a - b).entries()) sum += (value - cosines[index]!) ** 2
  }
  return Math.sqrt(sum / count ** 2)
}

/** Root mean square cosine between the factor's features and the represented ones outside; 0 when there are none. */
function leakage(gram: Matrix, features: readonly number[], represented: readonly number[]): number {
  const outside = represented.filter((feature) => !features.includes(feature))
  if (outside.length === 0) return 0
  const at = (i: number, j: number) => gram.values[i * gram.columns + j]!
  const sum = features.reduce(
    (total, i) => total + outside.reduce((part, j) => part + at(i, j) ** 2 / (at(i, i) * at(j, j)), 0),
    0,
  )
  return Math.sqrt(sum / (features.length * outside.length))
}
