/** A figure that Vega could not draw as it stands, or only with a warning: a wrong specification, or one that wants a file. */
export class FigureDrawingError extends Error {
  override readonly name = 'FigureDrawingError'
  readonly category = 'input'
  /**
   * @param figure name of the figure.
   * @param problems what Vega said, and which addresses it was refused; at least one.
   */
  constructor(
    readonly figure: string,
    readonly problems: readonly string[],
    options?: ErrorOptions,
  ) {
    super(`cannot draw figure ${figure}: ${problems.join('; ')}`, options)
  }
}
