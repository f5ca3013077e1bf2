import type { ClaimOverSeeds } from '@digon/experiments'

/** How often claims hold, in a sentence: `Of 266 claims, 260 hold with all 5 seeds, 5 with all but one, 1 with fewer.` */
export function overSeedsInWords(claims: readonly ClaimOverSeeds[], seeds: number): string {
  const missing = claims.map(({ heldIn }) => seeds - heldIn)
  const [all, butOne] = [0, 1].map((number) => missing.filter((count) => count === number).length)
  const fewer = missing.filter((count) => count > 1).length
  return `Of ${claims.length} claims, ${all} hold with all ${seeds} seeds, ${butOne} with all but one, ${fewer} with fewer.`
}

/** Where a claim does not hold: `seed 13: 0.47`; the empty string when it holds everywhere. */
export function exceptionsInWords(
  { bySeed }: ClaimOverSeeds,
  show: (measured: number | string | boolean) => string,
): string {
  return bySeed
    .filter(({ holds }) => !holds)
    .map(({ seed, measured }) => `seed ${seed}: ${show(measured)}`)
    .join('; ')
}
