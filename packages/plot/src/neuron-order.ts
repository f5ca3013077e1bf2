/** Hidden units in the order in which figures show them. */
import type { Matrix } from '@digon/matrix'

/**
 * By each unit's largest weight in magnitude: lower feature first, of one feature the larger weight first; silent units last.
 *
 * @param weights `[feature, hidden]`.
 * @param neurons `[hidden]`.
 * @returns indices of hidden units.
 */
export function neuronOrder(
  { rows: featureCount, columns: hiddenSize, values }: Matrix,
  neurons: readonly { readonly kind: string }[],
): number[] {
  const largest = Array.from({ length: hiddenSize }, (_, hidden) => {
    let found = { feature: 0, weight: featureCount > 0 ? values[hidden]! : 0 }
    for (let feature = 1; feature < featureCount; feature++) {
      const weight = values[feature * hiddenSize + hidden]!
      if (Math.abs(weight) > Math.abs(found.weight)) found = { feature, weight }
    }
    return { ...found, silent: Number(neurons[hidden]!.kind === 'silent') }
  })
  return [...largest.keys()].sort((a, b) => {
    const [first, second] = [largest[a]!, largest[b]!]
    return first.silent - second.silent || first.feature - second.feature || second.weight - first.weight
  })
}
