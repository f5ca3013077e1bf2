/** Divides members among threads so that all threads are done at about the same time. */

/**
 * Indices of members for each thread, ascending, none empty. Expensive members are dealt first, each to the thread that has least to do.
 *
 * @param costs `[member]`, in any unit.
 */
export function shareMembers(costs: readonly number[], threadCount: number): number[][] {
  const threads = Array.from({ length: Math.min(threadCount, costs.length) }, () => ({
    cost: 0,
    members: [] as number[],
  }))
  const order = costs.map((_, member) => member).sort((a, b) => costs[b]! - costs[a]! || a - b)
  for (const member of order) {
    const least = threads.reduce((best, thread) => (thread.cost < best.cost ? thread : best))
    least.cost += costs[member]!
    least.members.push(member)
  }
  return threads.map(({ members }) => members.sort((a, b) => a - b))
}
