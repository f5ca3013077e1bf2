/** A folder holds a run, but no sweep. */
export class NotASweepError extends Error {
  override readonly name = 'NotASweepError'
  readonly category = 'input'
  constructor(
    readonly directory: string,
    /** Of the run that it holds. */
    readonly kind: string,
  ) {
    super(`${directory} holds a run of the kind ${kind}; expected a sweep, as \`digon sweep\` writes`)
  }
}
