/**
 * Integrals of a rectified sum of uniform variables, exact but for rounding: the one tool behind all ReLU losses here.
 *
 *     J_r(z; c) = ∫ over u in [0, 1]^k of (z + Σ_j c_j u_j)₊^r / r!
 *               = Σ over subsets T of (−1)^(k − |T|) (z + Σ_{j in T} c_j)₊^(r + k) / (r + k)! / Π_j c_j
 *
 * Slopes too small to divide by take a quadrature instead, whose error is far below 1e-5 but where several such slopes meet a
 * sum of nearly 0. Cost about 2^k.
 */

/** Below this, dividing by several slopes would lose more digits than four nodes of quadrature do. */
const smallSlope = 1 / 64
/** Below this two nodes lose less than that. */
const tinySlope = 1 / 1024

/** Gauss–Legendre on [0, 1]. */
interface Quadrature {
  readonly nodes: readonly number[]
  readonly weights: readonly number[]
}
const twoNodes: Quadrature = { nodes: [0.21132486540518713, 0.7886751345948129], weights: [0.5, 0.5] }
const fourNodes: Quadrature = {
  nodes: [0.06943184420297371, 0.33000947820757187, 0.6699905217924281, 0.9305681557970262],
  weights: [0.17392742256872692, 0.326072577431273, 0.326072577431273, 0.17392742256872692],
}

/** Moments of one output of a ReLU model, over uniform values of the active features. */
export interface RectifiedMoments {
  /** E[(z + c·u + Σ c_j u_j)₊²]. */
  readonly square: number
  /** E[u (z + c·u + Σ c_j u_j)₊], with u the value of the output's own feature. */
  readonly product: number
}

/** E[(z + Σ c_j u_j)₊²] for u uniform on [0, 1)^k. */
export function rectifiedSquare(offset: number, slopes: readonly number[]): number {
  sortSlopes(slopes)
  return 2 * rectifiedIntegral(offset, 2)
}

/** Both moments where the output's own feature is active, with its own slope c, besides others. */
export function rectifiedMoments(offset: number, ownSlope: number, slopes: readonly number[]): RectifiedMoments {
  if (slopes.length === 0)
    return { square: rectifiedSquare(offset, [ownSlope]), product: lineProduct(offset, ownSlope) }
  sortSlopes(slopes)
  const quadrature = quadratureFor(ownSlope)
  if (quadrature === undefined) {
    // By parts: ∫ u g(z + cu) du = G(z + c)/c − (H(z + c) − H(z))/c², with G' = g and H' = G; and ∫ G(z + cu) du is the square.
    const rise = rectifiedIntegral(offset + ownSlope, 3) - rectifiedIntegral(offset, 3)
    const end = rectifiedIntegral(offset + ownSlope, 2)
    return { square: (2 * rise) / ownSlope, product: end / ownSlope - rise / (ownSlope * ownSlope) }
  }
  const { nodes, weights } = quadrature
  let [square, product] = [0, 0]
  for (let k = 0; k < nodes.length; k++) {
    const at = offset + ownSlope * nodes[k]!
    square += weights[k]! * 2 * rectifiedIntegral(at, 2)
    product += weights[k]! * nodes[k]! * rectifiedIntegral(at, 1)
  }
  return { square, product }
}

// These are called millions of times in a search for an optimum, so slopes stand in arrays that are kept.

/** Slopes of the integral at hand: those to divide by, and those too small for it but not 0. */
const largeSlopes: number[] = []
const smallSlopes: number[] = []
let largeCount = 0
let smallCount = 0

function sortSlopes(slopes: readonly number[]): void {
  largeCount = 0
  smallCount = 0
  for (let k = 0; k < slopes.length; k++) {
    const slope = slopes[k]!
    if (Math.abs(slope) >= smallSlope) largeSlopes[largeCount++] = slope
    else if (slope !== 0) smallSlopes[smallCount++] = slope
  }
}

/** J_order(offset; sorted slopes), the first few small ones left out. */
function rectifiedIntegral(offset: number, order: number, firstSmall = 0): number {
  if (firstSmall === smallCount) return overSubsets(offset, order)
  const slope = smallSlopes[firstSmall]!
  const { nodes, weights } = quadratureFor(slope)!
  let sum = 0
  for (let k = 0; k < nodes.length; k++) {
    sum += weights[k]! * rectifiedIntegral(offset + slope * nodes[k]!, order, firstSmall + 1)
  }
  return sum
}

/** Sums z + Σ_{j in T} c_j by the bits of T, and (−1)^|T|; grow to the largest 2^k asked for. */
let sums = new Float64Array(64)
let signs = signsOf(sums.length)

/** Over the large slopes. */
function overSubsets(offset: number, order: number): number {
  const count = largeCount
  const exponent = order + count
  if (sums.length < 2 ** count) {
    sums = new Float64Array(2 ** count)
    signs = signsOf(sums.length)
  }
  sums[0] = offset
  let total = positivePower(offset, exponent)
  let divisor = 1
  for (let k = 0; k < count; k++) {
    const slope = largeSlopes[k]!
    const half = 1 << k
    // The sign (−1)^(k − |T|) without (−1)^|T|.
    divisor *= -slope
    for (let mask = 0; mask < half; mask++) {
      const sum = sums[mask]! + slope
      sums[half + mask] = sum
      if (sum > 0) total += signs[half + mask]! * positivePower(sum, exponent)
    }
  }
  for (let k = 2; k <= exponent; k++) divisor *= k
  return total / divisor
}

function positivePower(base: number, exponent: number): number {
  if (base <= 0) return 0
  let result = base
  for (let k = 1; k < exponent; k++) result *= base
  return result
}

function signsOf(count: number): Int8Array {
  const all = new Int8Array(count).fill(1, 0, 1)
  for (let half = 1; half < count; half *= 2) {
    for (let mask = 0; mask < half; mask++) all[half + mask] = -all[mask]!
  }
  return all
}

/** The rule for a slope too small to divide by, or undefined for a larger one. */
function quadratureFor(slope: number): Quadrature | undefined {
  const size = Math.abs(slope)
  if (size >= smallSlope) return undefined
  return size < tinySlope ? twoNodes : fourNodes
}

/** ∫ u (z + cu)₊ du over [0, 1], where nothing else smooths the kink: between its ends, without dividing by c². */
function lineProduct(offset: number, slope: number): number {
  const kink = Math.min(1, Math.max(0, -offset / slope))
  const from = offset > 0 ? 0 : slope > 0 ? kink : 1
  const to = offset + slope > 0 ? 1 : offset > 0 ? kink : from
  return (offset * (to ** 2 - from ** 2)) / 2 + (slope * (to ** 3 - from ** 3)) / 3
}
