/** Draws the law `hierarchy`: from the roots down, one word for every feature or exclusive set whose parent is active. */

import type { HierarchyLaw } from './law.js'
import type { LawDrawer } from './law-drawer.js'

/** Features of which one word decides: one, or an exclusive set. */
interface Unit {
  readonly features: readonly number[]
  /** Feature k of the unit is active when the word is below thresholds[k] and not below the one before; up to 2³². */
  readonly thresholds: readonly number[]
}

/** @param law checked. */
export function hierarchyDrawer(law: HierarchyLaw): LawDrawer {
  const roots = unitsBelow(law, null)
  const children = law.parents.map((_, feature) => unitsBelow(law, feature))
  return (words, activate) => {
    const open = [...roots].reverse()
    for (let unit = open.pop(); unit !== undefined; unit = open.pop()) {
      const word = words.next()
      const chosen = unit.thresholds.findIndex((threshold) => word < threshold)
      if (chosen < 0) continue
      const feature = unit.features[chosen]!
      activate(feature, words.next())
      for (const child of [...children[feature]!].reverse()) open.push(child)
    }
  }
}

/** The units whose parent this is, in the order of their first features. */
function unitsBelow({ probability, parents, exclusive = [] }: HierarchyLaw, parent: number | null): readonly Unit[] {
  const parentProbability = parent === null ? 1 : probability[parent]!
  if (parentProbability === 0) return []
  const inSets = new Set(exclusive.flat())
  const alone = parents.flatMap((own, feature) => (own === parent && !inSets.has(feature) ? [[feature]] : []))
  const sets = exclusive.filter(([first]) => parents[first!] === parent)
  return [...alone, ...sets]
    .sort(([first], [second]) => first! - second!)
    .map((features) => {
      let sum = 0
      const thresholds = features.map((feature) => {
        sum += probability[feature]! / parentProbability
        return Math.round(Math.min(1, sum) * 2 ** 32)
      })
      return { features, thresholds }
    })
}
