/**
 * Integrals of a rectified sum of uniform variables, exact but for rounding: the one tool behind all ReLU losses here.
 *
 *     J_r(z; c) = ∫ over u in [0, 1]^k of (z + Σ_j c_j u_j)₊^r / r!
 *
 * Integrating over one u_j gives (J_{r+1}(z + c_j) − J_{r+1}(z)) / c_j with one slope less. Slopes too small to divide by take
 * a quadrature instead, whose error is far below 1e-5 but where several such slopes meet a sum of nearly 0. Cost about 2^k.
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

/** The rule for a slope too small to divide by, or undefined for a larger one. */
function quadratureFor(slope: number): Quadrature | undefined {
  const size = Math.abs(slope)
  if (size >= smallSlope) return undefined
  return size < tinySlope ? twoNodes : fourNodes
}

/** J_order(offset; slopes[0 … count − 1]). */
export function rectifiedIntegral(offset: number, slopes: ArrayLike<number>, count: number, order: number): number {
  if (count === 0) return offset > 0 ? power(offset, order) / factorial(order) : 0
  const slope = slopes[count - 1]!
  if (slope === 0) return rectifiedIntegral(offset, slopes, count - 1, order)
  const quadrature = quadratureFor(slope)
  if (quadrature === undefined) {
    const upper = rectifiedIntegral(offset + slope, slopes, count - 1, order + 1)
    return (upper - rectifiedIntegral(offset, slopes, count - 1, order + 1)) / slope
  }
  const { nodes, weights } = quadrature
  let sum = 0
  for (let k = 0; k < nodes.length; k++) {
    sum += weights[k]! * rectifiedIntegral(offset + slope * nodes[k]!, slopes, count - 1, order)
  }
  return sum
}

/** E[(z + Σ c_j u_j)₊²] for u uniform on [0, 1)^k. */
export function rectifiedSquare(offset: number, slopes: ArrayLike<number>, count: number): number {
  return 2 * rectifiedIntegral(offset, slopes, count, 2)
}

/** E[u (z + ownSlope·u + Σ c_j u_j)₊] for u and the u_j uniform on [0, 1). */
export function rectifiedProduct(offset: number, ownSlope: number, slopes: ArrayLike<number>, count: number): number {
  if (count === 0) return lineProduct(offset, ownSlope)
  const quadrature = quadratureFor(ownSlope)
  if (quadrature === undefined) {
    // By parts: ∫ u g(z + cu) du = G(z + c)/c − (H(z + c) − H(z))/c², with G' = g and H' = G.
    const first = rectifiedIntegral(offset + ownSlope, slopes, count, 2) / ownSlope
    const upper = rectifiedIntegral(offset + ownSlope, slopes, count, 3)
    return first - (upper - rectifiedIntegral(offset, slopes, count, 3)) / (ownSlope * ownSlope)
  }
  const { nodes, weights } = quadrature
  let sum = 0
  for (let k = 0; k < nodes.length; k++) {
    sum += weights[k]! * nodes[k]! * rectifiedIntegral(offset + ownSlope * nodes[k]!, slopes, count, 1)
  }
  return sum
}

/** ∫ u (z + cu)₊ du over [0, 1], where nothing else smooths the kink: between its ends, without dividing by c². */
function lineProduct(offset: number, slope: number): number {
  const kink = Math.min(1, Math.max(0, -offset / slope))
  const from = offset > 0 ? 0 : slope > 0 ? kink : 1
  const to = offset + slope > 0 ? 1 : offset > 0 ? kink : from
  return (offset * (to ** 2 - from ** 2)) / 2 + (slope * (to ** 3 - from ** 3)) / 3
}

function power(base: number, exponent: number): number {
  let result = base
  for (let k = 1; k < exponent; k++) result *= base
  return result
}

function factorial(value: number): number {
  let result = 1
  for (let k = 2; k <= value; k++) result *= k
  return result
}
