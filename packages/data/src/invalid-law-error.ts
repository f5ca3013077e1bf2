/** The error for a feature law that cannot be drawn from; the checks that throw it are in `check-law.ts`. */
import { type Path, type Problem, problemText } from '@digon/messages'

/** A field of a law that is missing, unknown, of the wrong type or outside its range. The first one found is named. */
export class InvalidLawError extends Error implements Problem {
  override readonly name = 'InvalidLawError'
  readonly category = 'input'
  /** Of the field inside the law, for example `['groups', 0, 'features', 2]`; empty for the law itself. */
  readonly path: Path
  /** What is there, for people. */
  readonly found: string
  /** What would be right, for people. */
  readonly expected: string
  /** Set when the law has a field that is not known. */
  declare readonly kind?: 'unknown-field'
  constructor(problem: Problem) {
    super(problemText(problem, 'law'))
    this.path = problem.path
    this.found = problem.found
    this.expected = problem.expected
    if (problem.kind !== undefined) this.kind = problem.kind
  }
}
