/** Flat parts of a loss curve. */

export interface Plateau {
  readonly from: number
  readonly to: number
  /** Geometric mean of the losses on it. */
  readonly level: number
}

/** |d ln loss / d ln step| below which a curve is flat. */
const flatSlope = 0.25
/** A plateau lasts until its last step is at least so many times its first. */
const leastSpan = 1.4
/** Neighboring plateaus differ at least so much in level, else they are one. */
const leastDrop = 1.3

/**
 * @param steps ascending, > 0.
 * @param losses one per step, > 0.
 */
export function plateausOf(steps: readonly number[], losses: readonly number[]): readonly Plateau[] {
  const flat = steps.map((step, k) => {
    const [a, b] = [Math.max(0, k - 1), Math.min(steps.length - 1, k + 1)]
    if (a === b || step <= 0) return false
    return Math.abs(Math.log(losses[b]! / losses[a]!) / Math.log(steps[b]! / steps[a]!)) < flatSlope
  })
  const plateaus: Plateau[] = []
  for (let k = 0; k < steps.length; k++) {
    if (!flat[k]) continue
    let end = k
    while (end + 1 < steps.length && flat[end + 1]) end++
    const level = Math.exp(losses.slice(k, end + 1).reduce((sum, loss) => sum + Math.log(loss), 0) / (end - k + 1))
    const before = plateaus.at(-1)
    if (steps[end]! >= leastSpan * steps[k]!) {
      if (before !== undefined && before.level < leastDrop * level) {
        plateaus[plateaus.length - 1] = { ...before, to: steps[end]! }
      } else plateaus.push({ from: steps[k]!, to: steps[end]!, level })
    }
    k = end
  }
  return plateaus
}
