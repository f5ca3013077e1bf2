/** The error for a feature law that cannot be drawn from; the checks that throw it are in `check-law.ts`. */

/** A field of a law that is missing, unknown, of the wrong type or outside its range. The first one found is named. */
export class InvalidLawError extends Error {
  override readonly name = 'InvalidLawError'
  readonly category = 'input'
  /**
   * @param path of the field inside the law, for example `groups[0].features[2]`; `law` for the law itself.
   * @param found what stands there, for people.
   * @param expected what would be right, for people.
   */
  constructor(
    readonly path: string,
    readonly found: string,
    readonly expected: string,
  ) {
    super(`invalid ${path}: ${found}; expected ${expected}`)
  }
}

/** A value in a few words, for messages: numbers and short strings in full, records and arrays by their kind. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  if (typeof value === 'function') return 'a function'
  return Object.is(value, -0) ? '0' : String(value)
}
