/** Divides members among lanes so that all lanes are done at about the same time. */

/**
 * Places of members for each lane, ascending, none empty. Dear members are dealt first, each to the lane that has least to do.
 *
 * @param costs `[member]`, in any unit.
 */
export function shareMembers(costs: readonly number[], laneCount: number): number[][] {
  const lanes = Array.from({ length: Math.min(laneCount, costs.length) }, () => ({ cost: 0, members: [] as number[] }))
  const order = costs.map((_, member) => member).sort((a, b) => costs[b]! - costs[a]! || a - b)
  for (const member of order) {
    const least = lanes.reduce((best, lane) => (lane.cost < best.cost ? lane : best))
    least.cost += costs[member]!
    least.members.push(member)
  }
  return lanes.map(({ members }) => members.sort((a, b) => a - b))
}
