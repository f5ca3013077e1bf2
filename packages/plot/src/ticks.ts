/**
 * Where axes are named, and how. Ticks are decimal numbers within the axis and labels say them in full, so that no two
 * ticks read alike; Vega's own choice rounds labels and lets them collide.
 */

/** The least of 1, 2, 5, 10, 20, … and their tenths that is ≥ `least`; undefined beyond what float64 holds in full. */
function roundStep(least: number): { digit: number; exponent: number } | undefined {
  if (!(least > 1e-300 && least < 1e300)) return undefined
  const below = Math.floor(Math.log10(least))
  // The logarithm of a number next to a power of ten may fall on either side.
  return [below - 1, below, below + 1]
    .flatMap((exponent) => [1, 2, 5].map((digit) => ({ digit, exponent })))
    .find(({ digit, exponent }) => decimal(digit, exponent) >= least)
}

/** The nearest double to digits × 10^exponent, so that it prints as that. */
function decimal(digits: number, exponent: number): number {
  return Number(`${digits}e${exponent}`) + 0
}

/**
 * Round numbers from `low` to `high`, both included, evenly spaced: at most `most` + 1, and the ends where there is none between.
 *
 * @param whole whether all must be whole numbers. Default false.
 */
export function linearTicks(low: number, high: number, most: number, whole = false): number[] {
  const ends = [...new Set([low, high])].filter((end) => !whole || Number.isInteger(end))
  const step = roundStep(Math.max(high / most - low / most, whole ? 1 : 0))
  if (step === undefined) return ends
  const size = decimal(step.digit, step.exponent)
  const first = Math.ceil(low / size)
  const count = Math.floor(high / size) - first + 1
  const ticks = Array.from({ length: Math.max(0, Math.min(count, most + 2)) }, (_, i) =>
    decimal((first + i) * step.digit, step.exponent),
  )
  const inside = [...new Set(ticks)].filter((tick) => tick >= low && tick <= high)
  return inside.length >= 2 || (whole && inside.length > 0) ? inside : ends
}

/** The nearest ends that enclose `low` to `high`, round to a tenth of the range or so. */
export function roundEnds(low: number, high: number): [number, number] {
  const step = roundStep(high / 10 - low / 10)
  if (step === undefined) return [low, high]
  const size = decimal(step.digit, step.exponent)
  const [first, last] = [Math.floor(low / size), Math.ceil(high / size)]
  return [
    Math.min(low, decimal(first * step.digit, step.exponent)),
    Math.max(high, decimal(last * step.digit, step.exponent)),
  ]
}

/** Powers of ten on a logarithmic axis at most; over more decades some are passed over. */
const mostPowers = 10

/**
 * Powers of ten from `low` to `high`, both > 0 and included; with 2 and 5 between over short ranges, more digits over shorter ones,
 * and evenly spaced numbers over the shortest.
 */
export function logTicks(low: number, high: number): number[] {
  const decades = Math.log10(high) - Math.log10(low)
  const digits =
    decades >= 3 ? [1] : decades >= 0.7 ? [1, 2, 5] : decades >= 0.35 ? [1, 2, 3, 5, 7] : [1, 2, 3, 4, 5, 6, 7, 8, 9]
  const stride = Math.max(1, Math.ceil(decades / mostPowers))
  const ticks: number[] = []
  const first = Math.floor(Math.log10(low) / stride) * stride
  for (let exponent = first; exponent <= Math.log10(high); exponent += stride) {
    for (const digit of digits) ticks.push(decimal(digit, exponent))
  }
  const inside = ticks.filter((tick) => tick >= low && tick <= high)
  return inside.length >= 2 ? inside : linearTicks(low, high, 5)
}

/** Between these, plain decimals are easy to read; beyond, all ticks of an axis are written as powers of ten. */
const [leastPlain, mostPlain] = [0.001, 1e7]

/** The ticks in words: thousands with commas, a true minus. No two ticks read alike. */
export function tickLabels(ticks: readonly number[]): string[] {
  const plain = ticks.every((tick) => tick === 0 || (Math.abs(tick) >= leastPlain && Math.abs(tick) < mostPlain))
  return ticks.map((tick) => {
    const size = plain ? asDecimal(Math.abs(tick)) : asPowerOfTen(Math.abs(tick))
    return tick < 0 ? `−${size}` : size
  })
}

/** A Vega expression for the label of a tick. */
export function labelExpression(ticks: readonly number[], labels: readonly string[] = tickLabels(ticks)): string {
  return `${JSON.stringify(Object.fromEntries(ticks.map((tick, i) => [tick, labels[i]!])))}[datum.value]`
}

/** Different numbers in three significant digits, or in as many as keep them apart. */
export function distinctLabels(values: readonly number[]): string[] {
  for (let digits = 3; digits < 17; digits++) {
    const rounded = values.map((value) => Number(value.toPrecision(digits)))
    if (new Set(rounded).size === new Set(values).size) return tickLabels(rounded)
  }
  return tickLabels(values)
}

function asDecimal(size: number): string {
  const [whole, part] = String(size).split('.') as [string, string?]
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return part === undefined ? grouped : `${grouped}.${part}`
}

function asPowerOfTen(size: number): string {
  if (size === 0) return '0'
  const [digits, exponent] = size.toExponential().split('e') as [string, string]
  const power = `10${[...String(Number(exponent))].map((character) => superscripts[character]!).join('')}`
  return digits === '1' ? power : `${digits}·${power}`
}

const superscripts: Readonly<Record<string, string>> = {
  '-': '⁻',
  ...Object.fromEntries([...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((character, digit) => [digit, character])),
}

/** About five of `featureCount` features, at round numbers from 0 on. */
export function featureTicks(featureCount: number): number[] {
  return featureCount < 1 ? [] : linearTicks(0, featureCount - 1, 5, true)
}
