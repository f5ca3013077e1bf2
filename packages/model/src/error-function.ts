/**
 * The normal distribution's two functions in float64, for the exact gelu x·Φ(x): JavaScript has no erf.
 * Absolute error below 3e-16; relative error of the lower tail below 1e-13, down to where Φ underflows.
 * Slow and plain; engines that work in float32 bring their own.
 */

/** Φ(x) = ½ erfc(−x / √2): the share of a standard normal below x, from 0 to 1. NaN for NaN. */
export function normalCumulative(x: number): number {
  const z = Math.abs(x) * Math.SQRT1_2
  const tail = z < 2 ? 0.5 - 0.5 * errorFunctionSeries(z) : 0.5 * complementFraction(z)
  return x > 0 ? 1 - tail : tail
}

/** φ(x) = exp(−x²/2) / √(2π), the slope of Φ. */
export function normalDensity(x: number): number {
  return exponentialOfMinusSquare(x * Math.SQRT1_2) / Math.sqrt(2 * Math.PI)
}

/** erf(z) = 2/√π · exp(−z²) · Σ 2ᵏ z^(2k+1) / (1·3·…·(2k+1)), all terms positive; for 0 ≤ z < 2. */
function errorFunctionSeries(z: number): number {
  let term = z
  let sum = 0
  for (let odd = 3; sum + term !== sum; odd += 2) {
    sum += term
    term *= (2 * z * z) / odd
  }
  return (2 / Math.sqrt(Math.PI)) * exponentialOfMinusSquare(z) * sum
}

/** erfc(z) = exp(−z²) / √π · 1/(z + (1/2)/(z + (2/2)/(z + (3/2)/(z + …)))) for z ≥ 2, where 60 levels are enough. */
function complementFraction(z: number): number {
  let level = z
  for (let k = 60; k >= 1; k--) level = z + k / 2 / level
  return exponentialOfMinusSquare(z) / (Math.sqrt(Math.PI) * level)
}

/** exp(−z²) with the square taken in two parts: rounding z² once would cost z² ulps. 0 where it underflows. */
function exponentialOfMinusSquare(z: number): number {
  if (Math.abs(z) > 40) return 0
  const high = Math.fround(z)
  return Math.exp(-high * high) * Math.exp(-(z - high) * (z + high))
}
