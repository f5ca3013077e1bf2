/** There is no experiment of this id. */
export class UnknownExperimentError extends Error {
  override readonly name = 'UnknownExperimentError'
  readonly category = 'input'

  constructor(
    readonly id: string,
    /** All ids. */
    readonly known: readonly string[],
    /** The id that was probably meant, if one is near. */
    readonly suggestion: string | undefined,
  ) {
    const hint = suggestion === undefined ? `expected one of ${known.join(', ')}` : `did you mean ${suggestion}?`
    super(`unknown experiment: ${id}; ${hint}`)
  }
}
