// The normal distribution in four lanes, for the exact gelu x · Φ(x). Relative error of Φ below 4e-7 in both tails; NaN
// comes through. No host function takes part, so that the bits are the same everywhere.
//
// Coefficients stand in memory, not in the code: a load may trap, so the optimizer cannot compute gelu for models without
// it and pick the result afterwards, as it does with functions that are free of effects.

/** Of 1/6!, 1/5!, … 1/0!. */
const exponentialSeries: usize = memory.data<f32>([1 / 720.0, 1 / 120.0, 1 / 24.0, 1 / 6.0, 0.5, 1, 1])
const seriesEnd: usize = 28

/** Chebyshev fit of erfc, fractional error below 1.2e-7, highest power first (Press et al., Numerical Recipes, §6.2). */
const tailFit: usize = memory.data<f32>([
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223,
])
const fitEnd: usize = 40

/** The polynomial of these coefficients. */
@inline
function polynomial(coefficients: usize, end: usize, x: v128): v128 {
  let sum = v128.load32_splat(coefficients)
  for (let at: usize = 4; at < end; at += 4) {
    sum = f32x4.add(f32x4.mul(sum, x), v128.load32_splat(coefficients + at))
  }
  return sum
}

/** e^x for x ≤ 0; below -87 it stays at e^-87, which is as good as 0 here. */
function exponential(x: v128): v128 {
  const bounded = f32x4.pmax(x, f32x4.splat(-87))
  const power = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(1.44269504)))
  // ln 2 in two parts, so that the remainder keeps its last bits.
  let rest = f32x4.sub(bounded, f32x4.mul(power, f32x4.splat(0.693359375)))
  rest = f32x4.add(rest, f32x4.mul(power, f32x4.splat(2.1219444e-4)))
  const exponent = i32x4.shl(i32x4.trunc_sat_f32x4_s(power), 23)
  return i32x4.add(polynomial(exponentialSeries, seriesEnd, rest), exponent)
}

/** The density of the standard normal distribution. */
export function normalDensity(x: v128): v128 {
  const half = f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5))
  return f32x4.mul(exponential(half), f32x4.splat(0.3989422804))
}

/** Φ(x), from the tail of |x|. */
export function normalCumulative(x: v128): v128 {
  const z = f32x4.mul(f32x4.abs(x), f32x4.splat(0.70710678))
  const t = f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), f32x4.mul(z, f32x4.splat(0.5))))
  const fit = polynomial(tailFit, fitEnd, t)
  const half = f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5))
  // Two factors: fit is small, half may be large, and their sum would round fit away.
  const product = f32x4.mul(exponential(half), exponential(f32x4.pmin(fit, f32x4.splat(0))))
  const tail = f32x4.mul(f32x4.mul(t, f32x4.splat(0.5)), product)
  return v128.bitselect(f32x4.sub(f32x4.splat(1), tail), tail, f32x4.gt(x, f32x4.splat(0)))
}
