/** How often a claim holds when everything is done again from other seeds. One seed is an anecdote as one restart is. */
import type { Claim } from './experiment.js'

/** The claims of an experiment as they came out from one seed. */
export interface SeedClaims {
  readonly seed: number
  readonly claims: readonly Claim[]
}

/** How often a claim holds from several seeds. */
export interface ClaimOverSeeds {
  readonly id: string
  /** Seeds from which it holds, from 0 to `bySeed.length`. */
  readonly heldIn: number
  /** In the order of the seeds. */
  readonly bySeed: readonly Pick<Claim & SeedClaims, 'seed' | 'holds' | 'measured'>[]
}

/**
 * How often each claim holds, over several seeds.
 *
 * @param runs the same experiment from different seeds, the first one's claims giving the order.
 * A claim that a later seed does not have counts as not holding there.
 */
export function claimsOverSeeds(runs: readonly SeedClaims[]): readonly ClaimOverSeeds[] {
  return (runs[0]?.claims ?? []).map(({ id }) => {
    const bySeed = runs.map(({ seed, claims }) => {
      const claim = claims.find((candidate) => candidate.id === id)
      return { seed, holds: claim?.holds ?? false, measured: claim?.measured ?? 'not measured' }
    })
    return { id, heldIn: bySeed.filter(({ holds }) => holds).length, bySeed }
  })
}
