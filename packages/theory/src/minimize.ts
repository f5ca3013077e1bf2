/** A local minimum of a smooth function of a few variables: BFGS with the gradient, given or by central differences. Global search is the caller's. */
import { dot } from '@digon/matrix'

export interface Minimum {
  readonly point: Float64Array
  readonly value: number
}

/** Step of the central differences: about the cube root of float64 rounding, for arguments of size 1. */
const differenceStep = 6e-6
const usualIterations = 200

export interface MinimizeOptions {
  /** Default: central differences. */
  readonly gradient?: (point: Float64Array) => Float64Array
  /** Default 200. */
  readonly maximumIterations?: number
}

/**
 * Descends from `start` until the gradient's largest entry is below `gradientTolerance`, or no step descends any more.
 *
 * @param objective finite everywhere; differentiable near the minimum.
 */
export function minimize(
  objective: (point: Float64Array) => number,
  start: ArrayLike<number>,
  gradientTolerance = 1e-8,
  { gradient: gradientAt, maximumIterations = usualIterations }: MinimizeOptions = {},
): Minimum {
  const gradientHere = gradientAt ?? ((at: Float64Array) => gradientOf(objective, at))
  const size = start.length
  let point = Float64Array.from(start)
  let value = objective(point)
  let gradient = gradientHere(point)
  let inverse = identity(size)
  for (let iteration = 0; iteration < maximumIterations; iteration++) {
    if (gradient.every((entry) => Math.abs(entry) < gradientTolerance)) break
    let direction = inverse.map((row) => -dot(row, gradient))
    if (dot(direction, gradient) >= 0) {
      inverse = identity(size)
      direction = Array.from(gradient, (entry) => -entry)
    }
    const next = lineSearch(objective, point, value, direction, dot(direction, gradient))
    if (next === undefined) break
    const nextGradient = gradientHere(next.point)
    updateInverse(
      inverse,
      next.point.map((entry, k) => entry - point[k]!),
      nextGradient.map((entry, k) => entry - gradient[k]!),
    )
    point = next.point
    value = next.value
    gradient = nextGradient
  }
  return { point, value }
}

/**
 * Halves the step until the value falls by a fair share of what the slope promises (Armijo). A step goes at most four times as far as
 * the point is from 0, or 4: in a flat direction the quasi-Newton step has no limit, and far out exact losses are differences of powers
 * of which rounding leaves nothing.
 */
function lineSearch(
  objective: (point: Float64Array) => number,
  point: Float64Array,
  value: number,
  direction: readonly number[],
  slope: number,
): { point: Float64Array<ArrayBuffer>; value: number } | undefined {
  const longest = 4 * Math.max(1, Math.hypot(...point))
  for (let length = Math.min(1, longest / Math.hypot(...direction)); length > 1e-12; length /= 2) {
    const candidate = Float64Array.from(point, (entry, k) => entry + length * direction[k]!)
    const candidateValue = objective(candidate)
    if (candidateValue < value + 1e-4 * length * slope) return { point: candidate, value: candidateValue }
  }
  return undefined
}

function gradientOf(objective: (point: Float64Array) => number, point: Float64Array): Float64Array<ArrayBuffer> {
  const moved = Float64Array.from(point)
  return Float64Array.from(point, (entry, k) => {
    moved[k] = entry + differenceStep
    const above = objective(moved)
    moved[k] = entry - differenceStep
    const below = objective(moved)
    moved[k] = entry
    return (above - below) / (2 * differenceStep)
  })
}

/** The BFGS update of the inverse Hessian, in place; skipped where the curvature along the step is not positive. */
function updateInverse(inverse: Float64Array[], step: Float64Array, change: Float64Array): void {
  const curvature = dot(step, change)
  if (curvature <= 1e-300) return
  const image = inverse.map((row) => dot(row, change))
  const scale = (1 + dot(change, image) / curvature) / curvature
  for (const [i, row] of inverse.entries()) {
    for (let j = 0; j < step.length; j++) {
      row[j]! += scale * step[i]! * step[j]! - (image[i]! * step[j]! + step[i]! * image[j]!) / curvature
    }
  }
}

function identity(size: number): Float64Array[] {
  return Array.from({ length: size }, (_, i) => Float64Array.from({ length: size }, (__, j) => (i === j ? 1 : 0)))
}
