/**
 * Integrals of a rectified sum of uniform variables, exact but for rounding: the one tool behind all ReLU losses here.
 *
 *     J_r(z; c) = ∫ over u in [0, 1]^k of (z + Σ_j c_j u_j)₊^r / r!
 *
 * Integrating over one u_j gives (J_{r+1}(z + c_j) − J_{r+1}(z)) / c_j with one slope less. Slopes too small to divide by take
 * a quadrature instead. Cost about 2^k.
 */

/** Below this, dividing by several slopes would lose more digits than four nodes of quadrature do (about 1e-8 of the loss). */
const smallSlope = 1 / 64

/** Gauss–Legendre on [0, 1], four nodes. */
const nodes: readonly number[] = [0.06943184420297371, 0.33000947820757187, 0.6699905217924281, 0.9305681557970262]
const nodeWeights: readonly number[] = [0.17392742256872692, 0.326072577431273, 0.326072577431273, 0.17392742256872692]

/** J_order(offset; slopes[0 … count − 1]). */
export function rectifiedIntegral(offset: number, slopes: ArrayLike<number>, count: number, order: number): number {
  if (count === 0) return offset > 0 ? power(offset, order) / factorial(order) : 0
  const slope = slopes[count - 1]!
  if (slope === 0) return rectifiedIntegral(offset, slopes, count - 1, order)
  if (Math.abs(slope) >= smallSlope) {
    const upper = rectifiedIntegral(offset + slope, slopes, count - 1, order + 1)
    return (upper - rectifiedIntegral(offset, slopes, count - 1, order + 1)) / slope
  }
  let sum = 0
  for (const [k, node] of nodes.entries()) {
    sum += nodeWeights[k]! * rectifiedIntegral(offset + slope * node, slopes, count - 1, order)
  }
  return sum
}

/** E[(z + Σ c_j u_j)₊²] for u uniform on [0, 1)^k. */
export function rectifiedSquare(offset: number, slopes: ArrayLike<number>, count: number): number {
  return 2 * rectifiedIntegral(offset, slopes, count, 2)
}

/** E[u (z + ownSlope·u + Σ c_j u_j)₊] for u and the u_j uniform on [0, 1). */
export function rectifiedProduct(offset: number, ownSlope: number, slopes: ArrayLike<number>, count: number): number {
  if (Math.abs(ownSlope) >= smallSlope) {
    // By parts: ∫ u g(z + cu) du = G(z + c)/c − (H(z + c) − H(z))/c², with G' = g and H' = G.
    const first = rectifiedIntegral(offset + ownSlope, slopes, count, 2) / ownSlope
    const upper = rectifiedIntegral(offset + ownSlope, slopes, count, 3)
    return first - (upper - rectifiedIntegral(offset, slopes, count, 3)) / (ownSlope * ownSlope)
  }
  let sum = 0
  for (const [k, node] of nodes.entries()) {
    sum += nodeWeights[k]! * node * rectifiedIntegral(offset + ownSlope * node, slopes, count, 1)
  }
  return sum
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
