/** Names of whole solutions: what several factors in orthogonal subspaces are called together (paper §6, "tegum products"). */
import type { NamedShape } from './name-shapes.js'

/** Products that have a name of their own, by their factors in alphabetical order. */
const ownNames = new Map([
  ['2 digon', 'square'],
  ['3 digon', 'octahedron'],
  ['1 digon × 1 triangle', 'triangular bipyramid'],
  ['1 digon × 1 pentagon', 'pentagonal bipyramid'],
  ['1 digon × 1 hexagon', 'hexagonal bipyramid'],
])

/**
 * The name of the product of all the shapes, in whatever order: for example `square` for two digons, `octahedron` for three,
 * `pentagonal bipyramid` for a pentagon and a digon, else the factors with their numbers, `4 digon × 1 triangle`. One shape alone
 * keeps its name; none at all is `nothing`.
 */
export function productName(shapes: readonly Pick<NamedShape, 'name'>[]): string {
  if (shapes.length === 0) return 'nothing'
  if (shapes.length === 1) return shapes[0]!.name
  const counts = new Map<string, number>()
  for (const { name } of shapes) counts.set(name, (counts.get(name) ?? 0) + 1)
  const factors = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `${count} ${name}`)
  const product = factors.join(' × ')
  return ownNames.get(product) ?? product
}
