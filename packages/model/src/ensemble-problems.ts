/** What can be wrong with an ensemble's description, as data and as an error. Finding it is `define-ensemble.ts`. */

/** One thing that is wrong with a description. */
export interface EnsembleProblem {
  /** Field names and list indices from the description's root, for example `['members', 2, 'data', 'probability']`. */
  readonly path: readonly (string | number)[]
  /** What is there, for people: `1.2`, `"adamm"`, `nothing`, `an unknown field`. */
  readonly found: string
  /** What would be right, for people: `a number from 0 to 1`. */
  readonly expected: string
}

/** Takes a problem down; checking goes on, so that all problems are found at once. */
export type Report = (path: EnsembleProblem['path'], found: string, expected: string) => void

/** How many problems the message spells out; `problems` holds all. */
const spelledOut = 10

/** A description that does not describe an ensemble. Everything found wrong is listed, not only the first. */
export class InvalidEnsembleError extends Error {
  override readonly name = 'InvalidEnsembleError'
  readonly category = 'input'
  /** @param problems at least one. */
  constructor(readonly problems: readonly EnsembleProblem[]) {
    const lines = problems.slice(0, spelledOut).map(problemText)
    if (problems.length > spelledOut) lines.push(`and ${problems.length - spelledOut} more`)
    super(lines.join('\n'))
  }
}

/** `invalid members[2].data.probability: 1.2; expected a number from 0 to 1`. */
export function problemText({ path, found, expected }: EnsembleProblem): string {
  return `invalid ${pathText(path)}: ${found}; expected ${expected}`
}

/** `members[2].data.probability`; `ensemble` for the description as a whole. */
export function pathText(path: readonly (string | number)[]): string {
  if (path.length === 0) return 'ensemble'
  return path.map((part, depth) => (typeof part === 'number' ? `[${part}]` : depth === 0 ? part : `.${part}`)).join('')
}

/** A value as the message shows it: numbers and short texts themselves, everything else by its kind. */
export function foundText(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}`
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'object' && value !== null) return 'an object'
  return String(value)
}
