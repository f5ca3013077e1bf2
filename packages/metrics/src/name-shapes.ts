/**
 * Names the geometry of given weights: which factors a solution falls into, and which regular shape each of them is.
 * Names of whole products (two digons = square) are `productName`.
 */
import { type Matrix, multiply, transpose } from '@digon/matrix'
import type { FeatureGraphOptions } from './feature-graph.js'
import { featureNorms } from './feature-norms.js'
import { type ShapeTemplate, templatesOf } from './shape-templates.js'
import { spannedDimensions } from './spanned-dimensions.js'
import { tegumFactors } from './tegum-factors.js'
import { unitRows } from './unit-rows.js'

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
 * features. Ordered by their first features; features that are not represented belong to none. Their dimensions add up to at most
 * the hidden size.
 *
 * A factor is compared with each shape of as many corners by its dot products: those within the factor against those of the
 * shape, row by row in ascending order, and those with all other represented features against 0. As dot products of large
 * simplices are near those of orthogonal vectors, two more things must hold: the corners add up to nearly 0, and the
 * factor fills as many dimensions as the shape.
 *
 * @throws {ShapeError} when a weight is not finite.
 * @throws {RangeError} when a threshold is out of range.
 */
export function nameShapes(weights: Matrix, options: FeatureGraphOptions = {}): NamedShape[] {
  const factors = tegumFactors(weights, options)
  const cosine = cosinesBetween(weights, factors.flat())
  const norms = featureNorms(weights)
  return factors.map((features) => {
    const outside = leakage(cosine, features, factors)
    const dot = relativeProducts(cosine, norms, features)
    const off = imbalance(dot, features)
    const ranked = templatesOf(features.length)
      .map((template) => ({
        template,
        distance: Math.max(Math.hypot(distance(dot, features, template), outside), off),
      }))
      .sort((a, b) => a.distance - b.distance)
    const { template, distance: nearest } = ranked[0]!
    const filled = spannedDimensions(weights, features)
    if (nearest <= tolerance && template.dimensions <= filled) {
      return { name: template.name, features, dimensions: template.dimensions, confidence: 1 - nearest / tolerance }
    }
    const confidence = Math.max(0, 1 - tolerance / nearest)
    return { name: 'none of these', features, dimensions: filled, confidence }
  })
}

/** A number for each two represented features, named by their indices in the weights. */
type Pairwise = (i: number, j: number) => number

function cosinesBetween(weights: Matrix, represented: readonly number[]): Pairwise {
  const directions = unitRows(weights, represented)
  const { columns, values } = multiply(directions, transpose(directions))
  const place = new Map(represented.map((feature, position) => [feature, position]))
  return (i, j) => values[place.get(i)! * columns + place.get(j)!]!
}

/** Dot products of a factor's features in units of their mean squared norm; no square is out of range, whatever the norms. */
function relativeProducts(cosine: Pairwise, norms: ArrayLike<number>, features: readonly number[]): Pairwise {
  const longest = features.reduce((most, i) => Math.max(most, norms[i]!), 0)
  const length = (i: number) => norms[i]! / longest
  const squaredNorm = features.reduce((sum, i) => sum + length(i) ** 2, 0) / features.length
  return (i, j) => (i === j ? length(i) ** 2 : cosine(i, j) * length(i) * length(j)) / squaredNorm
}

/** Root mean square difference between the factor's dot products and the shape's. */
function distance(dot: Pairwise, features: readonly number[], { cosines }: ShapeTemplate): number {
  let sum = 0
  for (const i of features) {
    sum += (dot(i, i) - 1) ** 2
    const others = features.filter((j) => j !== i).map((j) => dot(i, j))
    for (const [index, value] of others.sort((a, b) => a - b).entries()) sum += (value - cosines[index]!) ** 2
  }
  return Math.sqrt(sum / features.length ** 2)
}

/**
 * ‖Σ W_i‖² / Σ ‖W_i‖² over a factor's features: 0 for every shape around the origin, 1 for orthogonal vectors, and 1 / count for a
 * simplex that lacks one corner, which is made to count as more than the tolerance. 0 for one feature, which is around nothing.
 */
function imbalance(dot: Pairwise, features: readonly number[]): number {
  const count = features.length
  if (count === 1) return 0
  const whole = features.reduce((sum, i) => features.reduce((part, j) => part + dot(i, j), sum), 0)
  return (whole / count) * Math.max(1, 1.1 * tolerance * count)
}

/** Root mean square cosine between a factor's features and those of the other factors; 0 when there are none. */
function leakage(cosine: Pairwise, features: readonly number[], factors: readonly (readonly number[])[]): number {
  const outside = factors.filter((factor) => factor !== features).flat()
  if (outside.length === 0) return 0
  const sum = features.reduce((total, i) => total + outside.reduce((part, j) => part + cosine(i, j) ** 2, 0), 0)
  return Math.sqrt(sum / (features.length * outside.length))
}
