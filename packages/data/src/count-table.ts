/** Integer thresholds for the number of candidates of a band, Binomial(size, probability). Made once per plan. */

/** Counts from `leastCount` up; see `countAt`. */
export interface CountTable {
  /** The smallest count that can be drawn. */
  readonly leastCount: number
  /** Ascending, each from 1 to 2³² − 1: round(2³² · P(K ≤ leastCount + i)). */
  readonly thresholds: Uint32Array
}

/** Weights below this, the mode's being 1, are left out: together they are far below half a threshold step. */
const smallestWeight = 2 ** -80

/**
 * The table of Binomial(size, probability). From + − × ÷ in float64 alone, in this order of operations, so that it is the
 * same on every machine.
 *
 * @param size an integer ≥ 1.
 * @param probability in (0, 1).
 */
export function countTable(size: number, probability: number): CountTable {
  const odds = probability / (1 - probability)
  const mode = Math.floor((size + 1) * probability)
  const weights: number[] = []
  let first = mode
  for (let weight = 1; weight >= smallestWeight; first--) {
    weights.push(weight)
    if (first === 0) break
    weight = (weight * first) / (size - first + 1) / odds
  }
  const least = mode - weights.length + 1
  weights.reverse()
  let last = mode
  for (let weight = 1; last < size; last++) {
    weight = ((weight * (size - last)) / (last + 1)) * odds
    if (weight < smallestWeight) break
    weights.push(weight)
  }
  let total = 0
  for (const weight of weights) total += weight
  return cumulate(weights, total, least)
}

function cumulate(weights: readonly number[], total: number, least: number): CountTable {
  const thresholds: number[] = []
  let leastCount = least
  let sum = 0
  for (const weight of weights) {
    sum += weight
    const threshold = Math.round((sum / total) * 2 ** 32)
    if (threshold === 0) leastCount++
    else if (threshold < 2 ** 32) thresholds.push(threshold)
  }
  return { leastCount, thresholds: Uint32Array.from(thresholds) }
}
