/**
 * The one error of this package for a file whose content is not what its format promises. It says nothing about reading
 * bytes from a disk or the network: that is the caller's part.
 */

/** A file that is invalid: which one, where in it, and why. */
export class InvalidFileError extends Error {
  override readonly name = 'InvalidFileError'
  readonly category = 'input'
  /**
   * @param file the file's name or path, as the caller gave it.
   * @param field where in the file, for example `header length` or `tensor "W".shape`.
   * @param reason what was found and what would be right.
   */
  constructor(
    readonly file: string,
    readonly field: string,
    readonly reason: string,
    options?: { readonly cause?: unknown },
  ) {
    super(`${file}: invalid ${field}: ${reason}`, options)
  }
}
