/** The error for numbers that address the random stream (seed, step, sample, counts), and the one check that throws it. */

/** A number outside its range, or not an integer where one is needed. */
export class OutOfRangeError extends RangeError {
  override readonly name = 'OutOfRangeError'
  readonly category = 'input'
  /** @param subject what was checked, for example `seed`. */
  constructor(
    readonly subject: string,
    readonly found: string,
    readonly expected: string,
  ) {
    super(`invalid ${subject}: ${found}; expected ${expected}`)
  }
}

/**
 * Gives `value` back when it is an integer in [least, end).
 *
 * @throws {OutOfRangeError} otherwise.
 */
export function checkInteger(value: number, subject: string, least: number, end: number): number {
  if (!Number.isInteger(value) || value < least || value >= end) {
    throw new OutOfRangeError(subject, String(value), `an integer from ${least} to ${end - 1}`)
  }
  return value
}
