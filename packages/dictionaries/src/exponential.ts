/** e^x from + − × ÷ alone, so that it gives the same bits everywhere: `Math.exp` differs between JavaScript engines. */

/** e^x, with a relative error below 1e-13 for |x| ≤ 700; 0 and Infinity far outside. */
export function exponential(x: number): number {
  if (x > 709) return Number.POSITIVE_INFINITY
  if (x < -708) return 0
  // x = halvings · ln 2 + rest with |rest| ≤ ln 2 / 2.
  const doublings = Math.round(x / Math.LN2)
  const rest = x - doublings * Math.LN2
  let sum = 1
  for (let n = 18; n >= 1; n--) sum = 1 + (sum * rest) / n
  return sum * 2 ** doublings
}
