/** Where axes are named, and how. On logarithmic ones, Vega's own choice draws a line for every digit and lets labels collide. */

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

/** Below this, plain decimals are hard to count the zeros of. */
const leastPlain = 0.001

/**
 * A Vega expression for the label of a tick: plain decimals, or, where a tick of the axis is below 0.001, powers of ten on all
 * of them.
 */
export function logLabelExpression(ticks: readonly number[], plain: string): string {
  if (ticks.every((tick) => tick >= leastPlain)) return plain
  return `${JSON.stringify(Object.fromEntries(ticks.map((tick) => [tick, asPowerOfTen(tick)])))}[datum.value]`
}

function asPowerOfTen(tick: number): string {
  const [digit, exponent] = tick.toExponential().split('e') as [string, string]
  const power = `10${[...String(Number(exponent))].map((character) => superscripts[character]!).join('')}`
  return digit === '1' ? power : `${digit}·${power}`
}

const superscripts: Readonly<Record<string, string>> = {
  '-': '⁻',
  ...Object.fromEntries([...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((character, digit) => [digit, character])),
}

/** About five of `featureCount` features, at round numbers from 0 on. */
export function featureTicks(featureCount: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((size) => featureCount / size <= 5) ?? featureCount
  return Array.from({ length: Math.ceil(featureCount / step) }, (_, i) => i * step)
}
