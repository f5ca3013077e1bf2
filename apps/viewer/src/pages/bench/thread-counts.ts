/**
 * Numbers of threads that are worth a row: one, then doubled, then all.
 *
 * @param cores as the browser says, an integer ≥ 1.
 */
export function threadCounts(cores: number): number[] {
  const counts: number[] = []
  for (let threads = 1; threads < cores; threads *= 2) counts.push(threads)
  return [...counts, cores]
}
