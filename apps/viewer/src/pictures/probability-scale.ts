/** The positions of the probability slider: round numbers, about evenly spread on a logarithmic scale. */

const mantissas = [1, 1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3, 3.5, 4, 4.5, 5, 5.5, 6, 7, 8, 9]

/** Ascending, from `leastProbability` to 1. */
export const probabilities: readonly number[] = [
  ...[0.01, 0.1].flatMap((decade) => mantissas.map((mantissa) => Number((mantissa * decade).toPrecision(2)))),
  1,
]

/** The position nearest to a probability; an address may ask for one in between. */
export function positionOf(probability: number): number {
  let nearest = 0
  for (const [position, candidate] of probabilities.entries()) {
    const distance = Math.abs(Math.log(candidate / probability))
    if (distance < Math.abs(Math.log(probabilities[nearest]! / probability))) nearest = position
  }
  return nearest
}

/** S = 1 − p, without the crumbs of binary fractions. */
export function sparsityOf(probability: number): number {
  return Number((1 - probability).toPrecision(12))
}
