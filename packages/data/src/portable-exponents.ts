/**
 * Logarithm and exponential from + − × ÷ alone, which IEEE 754 fixes to the last bit; `Math.log` and `Math.exp` differ between
 * engines. Laws, initial values and batches must be the same bits everywhere, so they come from here. Relative error below 1e-15.
 */

// ln 2 in two parts; the first has 21 trailing zero bits, so that exponent × first part is exact.
const logOfTwoHigh = 0.6931471803691238
const logOfTwoLow = 1.9082149292705877e-10

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

/**
 * e to the power x, for x from −700 to 700; 0 below, Infinity above.
 *
 * x = k ln 2 + r with |r| ≤ ln 2 / 2; the Taylor series of e^r to the term r¹⁷, then k exact doublings or halvings.
 */
export function exponential(x: number): number {
  if (Number.isNaN(x)) return x
  if (x > 700) return Number.POSITIVE_INFINITY
  if (x < -700) return 0
  const doublings = Math.round(x / (logOfTwoHigh + logOfTwoLow))
  const rest = x - doublings * logOfTwoHigh - doublings * logOfTwoLow
  let power = 1
  for (let term = 17; term >= 1; term--) power = 1 + (power * rest) / term
  for (let done = 0; done < doublings; done++) power *= 2
  for (let done = 0; done > doublings; done--) power /= 2
  return power
}
