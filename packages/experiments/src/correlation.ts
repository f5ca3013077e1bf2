/** How nearly two measured quantities lie on a line. */

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

/** NaN for none. */
export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length
}
