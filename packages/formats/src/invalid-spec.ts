/** What is wrong with a file that a person wrote, in the form that editors and terminals turn into a link. */

/** One thing that is wrong, and where. Lines and columns count from 1. */
export interface SpecProblem {
  readonly line: number
  readonly column: number
  /** Field names and list indices from the file's root; empty when the text itself is at fault. */
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** A spec file that cannot be used. The message has one line of `file:line:column: message` for each problem. */
export class InvalidSpecError extends Error {
  override readonly name = 'InvalidSpecError'
  readonly category = 'input'
  /** @param problems at least one. */
  constructor(
    readonly file: string,
    readonly problems: readonly SpecProblem[],
  ) {
    super(problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n'))
  }
}
