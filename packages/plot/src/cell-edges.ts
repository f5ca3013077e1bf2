/** Where the cells of a grid end: half way between neighboring values, the outer cells as wide to both sides. */
import type { ScaleType } from './quantity-axis.js'

/** @param centers ascending, at least one; > 0 on `log`. @returns one edge more than there are centers. */
export function cellEdges(centers: ArrayLike<number>, scale: ScaleType): number[] {
  const values = Array.from(centers)
  const isLog = scale === 'log'
  const between = values.slice(1).map((value, i) => (isLog ? Math.sqrt(value * values[i]!) : (value + values[i]!) / 2))
  const last = values.length - 1
  const beyond = (value: number, edge: number) => (isLog ? value ** 2 / edge : 2 * value - edge)
  const alone = (side: 1 | -1) => (isLog ? values[0]! * 2 ** (side / 2) : values[0]! + side / 2)
  const lowest = between.length === 0 ? alone(-1) : beyond(values[0]!, between[0]!)
  const highest = between.length === 0 ? alone(1) : beyond(values[last]!, between[last - 1]!)
  return [lowest, ...between, highest]
}
