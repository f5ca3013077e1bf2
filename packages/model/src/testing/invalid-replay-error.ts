/** What can be wrong with a file of recorded steps. */
export class InvalidReplayError extends Error {
  override readonly name = 'InvalidReplayError'
  readonly category = 'input'
  constructor(
    /** Name of the case, or `#` and its index while the name is not known; empty when the file as a whole is wrong. */
    readonly caseName: string,
    /** Field path inside the case or the file, for example `members[0].initial.bias`. */
    readonly path: string,
    readonly found: string,
    readonly expected: string,
  ) {
    super(`invalid replay${caseName === '' ? '' : `, case ${caseName}`}: ${path}: ${found}; expected ${expected}`)
  }
}
