/** Where a logarithmic axis is named: Vega's own choice draws a line for every digit and lets labels collide. */

/** Powers of ten from `low` to `high`, both > 0 and included; with 2 and 5 between over short ranges, more digits over the shortest. */
export function logTicks(low: number, high: number): number[] {
  const decades = Math.log10(high / low)
  const digits =
    decades >= 3 ? [1] : decades >= 0.7 ? [1, 2, 5] : decades >= 0.35 ? [1, 2, 3, 5, 7] : [1, 2, 3, 4, 5, 6, 7, 8, 9]
  const ticks: number[] = []
  for (let exponent = Math.floor(Math.log10(low)); exponent <= Math.log10(high); exponent++) {
    // From text, so that 1e-3 is the number 0.001 and not the nearest product.
    for (const digit of digits) ticks.push(Number(`${digit}e${exponent}`))
  }
  return ticks.filter((tick) => tick >= low && tick <= high)
}
