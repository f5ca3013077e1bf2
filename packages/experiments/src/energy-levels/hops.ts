/** Hops of features between levels of dimensionality: long rests with a sudden change between them. */

export interface Hop {
  readonly feature: number
  /** The last time point of the rest before it. */
  readonly from: number
  /** The time point within the window at which the dimensionality is farthest from there. */
  readonly to: number
}

/** A rest lasts for at least this factor of steps. */
export const restFactor = 1.5
/** A feature rests while its dimensionality stays within a range of this. */
const restRange = 0.02
/** A hop happens within this factor of steps. */
export const windowFactor = 1.3
/** A hop changes the dimensionality by this or more. */
export const leastHop = 0.15

/**
 * By rising `from`. One feature's hops do not overlap.
 *
 * @param steps `[point]`, ascending, > 0.
 * @param dimensionality `[point][feature]`.
 */
export function hopsOf(steps: readonly number[], dimensionality: readonly (readonly number[])[]): readonly Hop[] {
  const features = dimensionality[0]?.length ?? 0
  const all = Array.from({ length: features }, (_, feature) =>
    hopsOfFeature(
      steps,
      dimensionality.map((values) => values[feature]!),
    ).map((hop) => ({ feature, ...hop })),
  )
  return all.flat().sort((a, b) => a.from - b.from)
}

/** The last time point within a factor of steps from another one. */
export function lastWithin(steps: readonly number[], from: number, factor: number): number {
  return steps.findLastIndex((step) => step <= factor * steps[from]!)
}

function hopsOfFeature(steps: readonly number[], values: readonly number[]): Omit<Hop, 'feature'>[] {
  const hops: Omit<Hop, 'feature'>[] = []
  for (const from of steps.keys()) {
    if (!rested(steps, values, from)) continue
    const window = values.slice(from, lastWithin(steps, from, windowFactor) + 1)
    const changes = window.map((value) => Math.abs(value - values[from]!))
    const largest = Math.max(...changes)
    if (largest < leastHop) continue
    const hop = { from, to: from + changes.indexOf(largest) }
    // Seen from several ends of one rest it is one hop, which starts at the last of them.
    if (from < (hops.at(-1)?.to ?? 0)) hops[hops.length - 1] = hop
    else hops.push(hop)
  }
  return hops
}

/** A feature with these dimensionalities has rested up to and with a time point. */
export function rested(steps: readonly number[], values: readonly number[], end: number): boolean {
  const first = steps.findLastIndex((step) => restFactor * step <= steps[end]!)
  if (first < 0) return false
  const rest = values.slice(first, end + 1)
  return Math.max(...rest) - Math.min(...rest) < restRange
}
