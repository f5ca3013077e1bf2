/** Numbers or words from which no figure can be made: a wrong length, a wrong range, a name that is no file name. */
export class InvalidFigureError extends Error {
  override readonly name = 'InvalidFigureError'
  readonly category = 'input'
  /** @param field path of what is wrong, for example `panels[2].bias`. */
  constructor(
    readonly field: string,
    readonly found: string,
    readonly expected: string,
  ) {
    super(`invalid ${field}: ${found}; expected ${expected}`)
  }
}
