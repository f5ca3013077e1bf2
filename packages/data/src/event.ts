/** Events of a given probability as integers: which words make them happen, and the value hidden in such a word. */

/** Units at least this likely draw one word each; below it, only candidates draw. */
export const denseProbability: number = 1 / 8

/**
 * The largest word for which an event of this probability happens: T − 1 with T = round(p · 2³²), at least 1 and, for p < 1,
 * at most 2³² − 1.
 *
 * @param probability in (0, 1].
 */
export function eventLimit(probability: number): number {
  if (probability === 1) return 2 ** 32 - 1
  return Math.min(Math.max(Math.round(probability * 2 ** 32), 1), 2 ** 32 - 1) - 1
}

/**
 * R = floor(2⁵⁶ / T): for a word u < T, the high word of u · R is its position among 2²⁴. Long division in two digits, since the
 * quotient of two floats may round up to the next integer.
 *
 * @param limit T − 1, at least 2²⁹ − 1, so that R fits a word.
 */
export function positionMultiplier(limit: number): number {
  const threshold = limit + 1
  const upper = Math.floor(2 ** 44 / threshold)
  const remainder = 2 ** 44 - upper * threshold
  return upper * 2 ** 12 + Math.floor((remainder * 2 ** 12) / threshold)
}
