/** In which order the features of a component stand on its circle: as on the polygon that they form, where they form one. */

/**
 * From the first feature always on to the one whose direction is nearest, of those that are left: neighbors on a regular polygon have
 * the largest cosine. Features without an edge between them count as orthogonal; of several, the one named first.
 *
 * @param edges between these and other features.
 */
export function orderAroundCircle(
  features: readonly number[],
  edges: readonly { readonly from: number; readonly to: number; readonly cosine: number }[],
): readonly number[] {
  const cosines = new Map(
    edges.flatMap(({ from, to, cosine }) => [[`${from} ${to}`, cosine] as const, [`${to} ${from}`, cosine] as const]),
  )
  const left = [...features]
  const ordered = left.splice(0, 1)
  while (left.length > 0) {
    const last = ordered.at(-1)!
    const nearness = left.map((feature) => cosines.get(`${last} ${feature}`) ?? 0)
    ordered.push(...left.splice(nearness.indexOf(Math.max(...nearness)), 1))
  }
  return ordered
}
