/** One thing that is wrong with an input, as data and in words. Collecting problems and throwing them is the caller's. */
import { nearestName } from './nearest-name.js'
import { type Path, pathText } from './path-text.js'

/** One thing that is wrong with an input. */
export interface Problem {
  /** From the input's root, for example `['members', 2, 'data', 'probability']`; empty for the input as a whole. */
  readonly path: Path
  /** What is there, for people: `1.2`, `"adamm"`, `nothing`, `an unknown field`. */
  readonly found: string
  /** What would be right, for people: `a number from 0 to 1`. */
  readonly expected: string
  /** Set when the field itself is not known; without it, the field is known and its value is wrong. */
  readonly kind?: 'unknown-field'
  /** For an unknown field: the names that are known in its place. */
  readonly known?: readonly string[]
}

/**
 * `invalid members[2].data.probability: 1.2; expected a number from 0 to 1`.
 *
 * @param root what the input as a whole is called, for a problem with an empty path.
 */
export function problemText({ path, found, expected }: Problem, root: string): string {
  return `invalid ${pathText(path, root)}: ${found}; expected ${expected}`
}

/**
 * A field that is not among the known ones.
 *
 * @param path of the field.
 * @param expected Default: the known name that was most likely meant, or else all of them.
 */
export function unknownField(path: Path, known: readonly string[], expected?: string): Problem {
  const meant = nearestName(String(path.at(-1)), known) ?? `one of ${known.join(', ')}`
  return { kind: 'unknown-field', path, found: 'an unknown field', expected: expected ?? meant, known }
}
