/** Statistics of short lists of numbers. */

/** NaN for none. */
export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length
}

/** The middle one of numbers in any order, or the mean of the two middle ones; NaN for none. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2
}

/** Of how many something is true. */
export interface Share {
  readonly count: number
  readonly of: number
}

/** The 95 % interval of a share, from 0 to 1 (Wilson 1927); all of it for a share of nothing. */
export function wilsonInterval({ count, of }: Share): readonly [lowest: number, highest: number] {
  if (of === 0) return [0, 1]
  const z = 1.959964
  const [share, weight] = [count / of, z ** 2 / of]
  const center = (share + weight / 2) / (1 + weight)
  const half = (Math.sqrt((share * (1 - share)) / of + weight / (4 * of)) * z) / (1 + weight)
  return [Math.max(0, center - half), Math.min(1, center + half)]
}

/** The number that lies farthest from another one; NaN for none, or where one of them is NaN. */
export function farthest(numbers: readonly number[], from: number): number {
  if (numbers.some(Number.isNaN)) return Number.NaN
  return numbers.reduce(
    (far, value) => (Math.abs(value - from) > Math.abs(far - from) ? value : far),
    numbers[0] ?? Number.NaN,
  )
}

/** Pearson's correlation of two lists of equal length; NaN when either does not vary. */
export function correlation(first: readonly number[], second: readonly number[]): number {
  const means = [mean(first), mean(second)] as const
  let [product, firstSquare, secondSquare] = [0, 0, 0]
  for (const [k, value] of first.entries()) {
    const [a, b] = [value - means[0], second[k]! - means[1]]
    product += a * b
    firstSquare += a * a
    secondSquare += b * b
  }
  return product / Math.sqrt(firstSquare * secondSquare)
}

/** Numbers as words, with a comma between: as the measured value of a claim about several. */
export function list(numbers: readonly number[], inWords: (value: number) => string = String): string {
  return numbers.map(inWords).join(', ')
}
