/** The orders of features that an exchange allows: within groups, or of whole sets. Which of them is nearest is for others to say. */

/** Features 0, 1, … in their own order. */
export const identityOrder = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i)

/** How many orders `groupOrders` gives. */
export function groupOrderCount(groups: readonly (readonly number[])[]): number {
  return groups.reduce((count, { length }) => count * factorial(length), 1)
}

/** Every order in which features change places within their group only; `order[i]` is the feature that comes to row i. */
export function* groupOrders(groups: readonly (readonly number[])[], featureCount: number): Generator<Int32Array> {
  const [group, ...others] = groups
  if (group === undefined) {
    yield identityOrder(featureCount)
    return
  }
  const arrangements = permutations(group)
  for (const order of groupOrders(others, featureCount)) {
    for (const arrangement of arrangements) {
      const next = order.slice()
      for (const [k, feature] of arrangement.entries()) next[group[k]!] = feature
      yield next
    }
  }
}

/** Every order in which whole sets of the same size change places, features within a set as they come. */
export function setOrders(sets: readonly (readonly number[])[], featureCount: number): Int32Array[] {
  const fitting = permutations(sets).filter((chosen) => chosen.every((set, i) => set.length === sets[i]!.length))
  return fitting.map((chosen) => {
    const order = identityOrder(featureCount)
    for (const [i, set] of chosen.entries()) for (const [k, feature] of set.entries()) order[sets[i]![k]!] = feature
    return order
  })
}

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((first, i) => permutations(items.toSpliced(i, 1)).map((rest) => [first, ...rest]))
}

const factorial = (count: number): number => (count <= 1 ? 1 : count * factorial(count - 1))
