/**
 * Logarithm, cosine, sine and integer powers from + − × ÷ √ alone. IEEE 754 fixes those five operations to the last bit;
 * what `Math.log`, `Math.cos` and `Math.pow` return differs between engines and versions (`Math.pow` between Node 20 and
 * 24). Initial values and learning rates must be the same bits everywhere, so they come from here.
 *
 * Cost: tens of multiplications a call. Accuracy: relative error below 1e-15. Angles are in turns, which makes their
 * reduction exact and the corners of a polygon exact where they can be.
 */

// ln 2 in two parts; the first has 21 trailing zero bits, so that exponent × first part is exact.
const logOfTwoHigh = 0.6931471803691238
const logOfTwoLow = 1.9082149292705877e-10
const circle = 2 * Math.PI

/** Natural logarithm of a positive finite number; −Infinity for 0, NaN below, Infinity and NaN for themselves. */
export function naturalLogarithm(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return x > 0 ? x : Number.NaN
  // x = mantissa · 2^exponent with the mantissa in [√½, √2), by exact doublings and halvings.
  let mantissa = x
  let exponent = 0
  while (mantissa >= Math.SQRT2) {
    mantissa /= 2
    exponent++
  }
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2
    exponent--
  }
  // ln((1 + s) / (1 − s)) = 2 (s + s³/3 + s⁵/5 + …) with |s| < 0.172: the term after the last is below 2⁻⁵³.
  const s = (mantissa - 1) / (mantissa + 1)
  const square = s * s
  let series = 0
  for (let odd = 23; odd >= 3; odd -= 2) series = (series + 1 / odd) * square
  return exponent * logOfTwoHigh + (exponent * logOfTwoLow + (2 * s + 2 * s * series))
}

/** cos(2π · turns). Exactly 0 at odd quarter turns, ±1 at half turns. */
export function cosineOfTurns(turns: number): number {
  const t = Math.abs(turns) % 1
  const folded = t > 0.5 ? 1 - t : t
  return folded <= 0.125
    ? cosineSeries(folded * circle)
    : folded >= 0.375
      ? -cosineSeries((0.5 - folded) * circle)
      : sineSeries((0.25 - folded) * circle)
}

/** sin(2π · turns). Exactly 0 at half turns, ±1 at odd quarter turns. */
export function sineOfTurns(turns: number): number {
  const t = Math.abs(turns) % 1
  const folded = t > 0.5 ? t - 0.5 : t
  const risen = folded > 0.25 ? 0.5 - folded : folded
  const size = risen <= 0.125 ? sineSeries(risen * circle) : cosineSeries((0.25 - risen) * circle)
  return turns < 0 !== t > 0.5 ? -size : size
}

/** base to an integer power ≥ 0, by repeated squaring. */
export function integerPower(base: number, exponent: number): number {
  let result = 1
  let square = base
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square
    square *= square
  }
  return result
}

// Taylor series for |x| ≤ π/4; the term after the last is below 2⁻⁵³ of the sum.
function cosineSeries(x: number): number {
  const square = x * x
  let sum = 0
  for (let even = 18; even >= 2; even -= 2) sum = (1 + sum) * (-square / (even * (even - 1)))
  return 1 + sum
}

function sineSeries(x: number): number {
  const square = x * x
  let sum = 0
  for (let odd = 19; odd >= 3; odd -= 2) sum = (1 + sum) * (-square / (odd * (odd - 1)))
  return x + x * sum
}
