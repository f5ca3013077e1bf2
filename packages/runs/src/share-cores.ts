/** Shares the cores of a machine among pieces of work that need nothing of one another. It decides when each is done, never what comes out. */

/** A piece of work. */
export interface Work {
  /** What it takes, in any unit that all pieces share, > 0. Rough numbers are enough. */
  readonly cost: number
  /** More cores than these would idle, an integer ≥ 1. */
  readonly mostCores: number
  /** Does it on so many cores. @returns work that can be done from now on; it goes before all that waits. */
  readonly perform: (cores: number) => Promise<readonly Work[]>
}

/**
 * Does all of it, in its order, as many pieces at once as there are cores. A piece gets several cores where it is a large share of
 * what waits: rounded, as many as that share of the cores that are free.
 *
 * @param cores an integer ≥ 1.
 * @throws the first error of a piece, when all that had been begun have ended; nothing is begun after it.
 */
export async function shareCores(work: readonly Work[], cores: number): Promise<void> {
  const waiting = [...work]
  const running = new Set<Promise<void>>()
  const errors: unknown[] = []
  let free = cores
  const begin = (piece: Work): void => {
    const left = waiting.reduce((sum, { cost }) => sum + cost, piece.cost)
    const share = Math.round((free * piece.cost) / left)
    const given = Math.max(1, Math.min(share, free, piece.mostCores))
    const end = (): void => {
      free += given
      running.delete(performed)
    }
    const performed = piece
      .perform(given)
      .then(
        (more) => void waiting.unshift(...more),
        (error: unknown) => void errors.push(error),
      )
      .then(end)
    free -= given
    running.add(performed)
  }
  for (;;) {
    while (errors.length === 0 && free > 0 && waiting.length > 0) begin(waiting.shift()!)
    if (running.size === 0) break
    await Promise.race(running)
  }
  if (errors.length > 0) throw errors[0]
}
