/** How far two models are from one another, up to what means nothing: turning the hidden space, and naming features differently. */
import { checkFinite, dot, type Matrix, type NumberArray } from '@digon/matrix'
import { alignExchangeable, alignSolutions } from '@digon/metrics'
import type { Comparison } from './opened.js'

/**
 * @param a `[feature, hidden]`.
 * @param b of the same shape.
 * @throws {ShapeError} when the shapes differ or a number is not finite.
 */
export function compareWeights(a: Matrix, b: Matrix): Comparison {
  checkFinite(a, 'weights of A')
  checkFinite(b, 'weights of B')
  const { distance: turned } = alignSolutions(a, b)
  const known = { asTheyAre: distanceOf(a, b), turned, scale: norm(b.values) }
  try {
    const { distance, order } = alignExchangeable(a, b)
    return { ...known, reordered: { distance, order: [...order] } }
  } catch (failure) {
    // Too many features to find their order.
    if (!(failure instanceof RangeError)) throw failure
    return { ...known, reorderRefusal: failure.message }
  }
}

function distanceOf(a: Matrix, b: Matrix): number {
  return norm(Float64Array.from(a.values, (value, k) => value - b.values[k]!))
}

/** Frobenius norm. */
function norm(values: NumberArray): number {
  return Math.sqrt(dot(values, values))
}
