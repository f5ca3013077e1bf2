/**
 * Cosine, sine and integer powers from + − × ÷ √ alone. IEEE 754 fixes those five operations to the last bit;
 * what `Math.cos` and `Math.pow` return differs between engines and versions (`Math.pow` between Node 20 and
 * 24). Initial values and learning rates must be the same bits everywhere, so they come from here, and logarithms
 * from `naturalLogarithm` of @digon/data.
 *
 * Cost: tens of multiplications a call. Accuracy: relative error below 1e-15. Angles are in turns, which makes their
 * reduction exact and the corners of a polygon exact where they can be.
 */

const circle = 2 * Math.PI

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
