import type { ClaimOverSeeds } from '@digon/experiments'

/** How often claims hold, in a sentence: `Over 5 seeds 260 claims hold in all, 5 in all but one, 1 in fewer.` */
export function overSeedsInWords(claims: readonly ClaimOverSeeds[], seeds: number): string {
  const missing = claims.map(({ heldIn }) => seeds - heldIn)
  const [all, butOne] = [0, 1].map((number) => missing.filter((count) => count === number).length)
  const fewer = missing.filter((count) => count > 1).length
  return `Over ${seeds} seeds ${all} claims hold in all, ${butOne} in all but one, ${fewer} in fewer.`
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
