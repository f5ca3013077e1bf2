/** Reads fields of records that come from outside, with defaults, and takes down what is wrong with them. By hand: no schema library. */
import { foundText, type Path, type Problem, unknownField } from '@digon/messages'

type Fields = Readonly<Record<string, unknown>>

/** A record in which fields are looked up; each look-up that fails is a problem and gives what stands in for the value. */
export class FieldReader {
  constructor(
    readonly fields: Fields,
    readonly path: Path,
    readonly problems: Problem[],
  ) {}

  /** The record of a field; an empty one where it is none. @param known the names that it may have. */
  record(name: string, known: readonly string[], isOptional = false): FieldReader {
    const value = this.fields[name]
    if (value === undefined && isOptional) return new FieldReader({}, [...this.path, name], this.problems)
    if (!isFields(value)) this.refuse(name, `an object with ${known.join(', ')}`)
    const reader = new FieldReader(isFields(value) ? value : {}, [...this.path, name], this.problems)
    reader.knowOnly(known)
    return reader
  }

  knowOnly(known: readonly string[]): void {
    for (const field of Object.keys(this.fields)) {
      if (!known.includes(field)) this.problems.push(unknownField([...this.path, field], known))
    }
  }

  /** @param isRight of finite numbers. @param preset what an absent field means; without it, one must be there. */
  number(name: string, expected: string, isRight: (value: number) => boolean, preset?: number): number {
    const value = this.fields[name]
    if (value === undefined && preset !== undefined) return preset
    if (typeof value === 'number' && Number.isFinite(value) && isRight(value)) return value
    this.refuse(name, expected)
    return preset ?? 1
  }

  integer(name: string, least: number, preset?: number): number {
    const isRight = (value: number): boolean => Number.isSafeInteger(value) && value >= least
    return this.number(name, `an integer ≥ ${least}`, isRight, preset)
  }

  positive(name: string, preset?: number): number {
    return this.number(name, 'a number > 0', (value) => value > 0, preset)
  }

  notNegative(name: string, preset?: number): number {
    return this.number(name, 'a number ≥ 0', (value) => value >= 0, preset)
  }

  flag(name: string, preset: boolean): boolean {
    const value = this.fields[name]
    if (value === undefined || typeof value === 'boolean') return value ?? preset
    this.refuse(name, 'true or false')
    return preset
  }

  oneOf<Name extends string>(name: string, names: readonly Name[], preset?: Name): Name {
    const value = this.fields[name] ?? preset
    if (names.includes(value as Name)) return value as Name
    this.refuse(name, `one of ${names.join(', ')}`)
    return names[0]!
  }

  refuse(name: string, expected: string): void {
    this.problems.push({ path: [...this.path, name], found: foundText(this.fields[name]), expected })
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
