/** The small checks that laws are checked with: records, known fields, probabilities. */
import { foundText, type Path, unknownField } from '@digon/messages'
import { InvalidLawError } from './invalid-law-error.js'

/** @throws {InvalidLawError} always: this value was found there, and that is expected. */
export function refuse(path: Path, value: unknown, expected: string): never {
  throw new InvalidLawError({ path, found: foundText(value), expected })
}

/** @throws {InvalidLawError} when `found` is not a record. */
export function checkRecord(found: unknown, path: Path): Readonly<Record<string, unknown>> {
  if (typeof found !== 'object' || found === null || Array.isArray(found)) refuse(path, found, 'an object')
  return found as Record<string, unknown>
}

/** @throws {InvalidLawError} when the record has a field that is not among the known ones. */
export function checkFields(record: Readonly<Record<string, unknown>>, path: Path, known: readonly string[]): void {
  for (const field of Object.keys(record)) {
    if (known.includes(field)) continue
    const expected = known.length === 1 ? `${known[0]} alone` : `${known.slice(0, -1).join(', ')} or ${known.at(-1)}`
    throw new InvalidLawError(unknownField([...path, field], known, expected))
  }
}

/** @throws {InvalidLawError} when `found` is no number from 0 to 1, or so small that the sampler could not tell it from 0. */
export function checkProbability(found: unknown, path: Path, expected = 'a number from 0 to 1'): void {
  if (typeof found !== 'number' || !(found >= 0 && found <= 1)) refuse(path, found, expected)
  if (found !== 0 && found < 2 ** -32) {
    refuse(
      path,
      found,
      '0, or a number from 2^-32 (about 2.33e-10) to 1: events are drawn with 32-bit words, which cannot tell a smaller one from 0',
    )
  }
}
