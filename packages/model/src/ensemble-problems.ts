/** What can be wrong with an ensemble's description, as an error. Finding it is `define-ensemble.ts`. */
import { type Path, type Problem, problemText } from '@digon/messages'

/** Takes a problem down; checking goes on, so that all problems are found at once. */
export type Report = (path: Path, found: string, expected: string, kind?: Problem['kind']) => void

/** How many problems the message spells out; `problems` holds all. */
const spelledOut = 10

/** A description that does not describe an ensemble. Everything found wrong is listed, not only the first. */
export class InvalidEnsembleError extends Error {
  override readonly name = 'InvalidEnsembleError'
  readonly category = 'input'
  /** @param problems at least one. */
  constructor(readonly problems: readonly Problem[]) {
    const lines = problems.slice(0, spelledOut).map((problem) => problemText(problem, 'ensemble'))
    if (problems.length > spelledOut) lines.push(`and ${problems.length - spelledOut} more`)
    super(lines.join('\n'))
  }
}
