/** Names that a person gives to features: words for pictures and tables, which change nothing of the training. */
import type { Change } from './change.js'

const longestName = 24
const mostNames = 200

/** How names stand in an address and in their field. */
export const namesField = {
  name: 'names',
  label: 'Names of features',
  expected: `names separated by commas, of at most ${longestName} letters each`,
  format: (names: readonly string[]): string => names.join(', '),
  parse: (text: string): readonly string[] | undefined => {
    if (text.trim() === '') return []
    const names = text.split(',').map((name) => name.trim())
    // Control characters and marks of direction would change what stands beside a name.
    const isRight =
      names.length <= mostNames && names.every((name) => name.length <= longestName && !/\p{C}/u.test(name))
    return isRight ? names : undefined
  },
}

/**
 * The names after changes: a clone has the name of its feature with a prime, a deleted feature takes its name with it.
 *
 * @param featureCount before the changes.
 */
export function namesAfter(
  names: readonly string[],
  changes: readonly Change[],
  featureCount: number,
): readonly string[] {
  if (names.length === 0) return names
  let now = Array.from({ length: featureCount }, (_, feature) => names[feature] ?? '')
  for (const change of changes) {
    if (change.kind === 'clone') now = [...now, now[change.feature] ? `${now[change.feature]}′` : '']
    if (change.kind === 'delete') now = now.toSpliced(change.feature, 1)
  }
  return now
}

/** `[feature]`: the name, or the number counted from 1 for a feature without one. */
export function featureLabels(names: readonly string[], featureCount: number): readonly string[] {
  return Array.from({ length: featureCount }, (_, feature) => names[feature] || String(feature + 1))
}
