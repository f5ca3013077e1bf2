/**
 * Schemas of plain data: one description checks a value, says what is wrong with it, and prints JSON Schema. It has what descriptions of
 * ensembles need and no more, because a validation library would be two thirds of a page that trains one.
 */
import { foundText, type Path, type Problem, unknownField } from '@digon/messages'

type Json = Readonly<Record<string, unknown>>
type Fields = Readonly<Record<string, Schema>>

/** What a value must be. */
export interface Schema {
  /** For people: `an integer ≥ 1`. */
  readonly expected: string
  /** Whether a value is of this type at all. Of several alternatives, the first that fits is the one that was meant. */
  readonly fits: (value: unknown) => boolean
  /** Reports what is wrong inside a value that fits. @returns a copy. Default: nothing can be wrong, and the value itself. */
  readonly read?: (value: never, path: Path, problems: Problem[]) => unknown
  /** JSON Schema, draft 2020-12. */
  readonly json: Json
  /** Whether a field of this schema may be missing. */
  readonly isOptional?: true
  /** Of a record. */
  readonly fields?: Fields
}

/** What is wrong with a value, and a copy of it if nothing is. Typed arrays are not copied. */
export function readValue(schema: Schema, value: unknown): { readonly value: unknown; readonly problems: Problem[] } {
  const problems: Problem[] = []
  return { value: read(schema, value, [], problems), problems }
}

/** The same schema for a field that may be missing, described for editors. */
export function optional(schema: Schema, description?: string): Schema {
  return { ...(description === undefined ? schema : described(schema, description)), isOptional: true }
}

/** The same schema, described for editors. */
export function described(schema: Schema, description: string): Schema {
  return { ...schema, json: { ...schema.json, description } }
}

/** True or false. */
export const flag: Schema = {
  expected: 'true or false',
  fits: (value) => typeof value === 'boolean',
  json: { type: 'boolean' },
}

/** One of these texts. */
export function oneOf(...names: readonly string[]): Schema {
  const fits = (value: unknown) => names.includes(value as string)
  return { expected: `one of ${names.join(', ')}`, fits, json: { type: 'string', enum: names } }
}

/** This text, for the field `kind` of a record in `byKind`. */
export function constant(value: string): Schema {
  return { expected: value, fits: (found) => found === value, json: { type: 'string', const: value } }
}

/** A text. `wrong` gives what is expected instead of a text that is not accepted. */
export function text(wrong: (value: string) => string | undefined, json: Json = {}): Schema {
  const fits = (value: unknown) => typeof value === 'string'
  return { expected: 'a name', fits, read: checkedBy(wrong), json: { type: 'string', ...json } }
}

/** An integer within bounds, both included. */
export function integerFrom(minimum: number, maximum: number = Number.MAX_SAFE_INTEGER): Schema {
  const expected = `an integer ≥ ${minimum}`
  const wrong = (value: number) =>
    value > maximum ? `an integer ≤ ${maximum}` : value < minimum ? expected : undefined
  return { expected, fits: Number.isInteger, read: checkedBy(wrong), json: { type: 'integer', minimum, maximum } }
}

/** A finite number within bounds, by the names of JSON Schema. */
export function numberWhere(
  expected: string,
  bounds: { readonly minimum?: number; readonly exclusiveMinimum?: number; readonly exclusiveMaximum?: number } = {},
): Schema {
  const { minimum, exclusiveMinimum, exclusiveMaximum } = bounds
  const wrong = (value: number) =>
    (minimum !== undefined && value < minimum) ||
    (exclusiveMinimum !== undefined && value <= exclusiveMinimum) ||
    (exclusiveMaximum !== undefined && value >= exclusiveMaximum)
      ? expected
      : undefined
  return { expected, fits: Number.isFinite, read: checkedBy(wrong), json: { type: 'number', ...bounds } }
}

/** An object of a class, which is not copied. */
export function instanceOf(type: new (...args: never[]) => object): Schema {
  return { expected: `a ${type.name}`, fits: (value) => value instanceof type, json: {} }
}

/** A list. @param atLeastOne what is expected where an empty list is wrong. */
export function listOf(item: Schema, expected: string, atLeastOne?: string): Schema {
  return {
    expected,
    fits: Array.isArray,
    read(list: readonly unknown[], path, problems) {
      if (atLeastOne !== undefined && list.length === 0) report(atLeastOne, list, path, problems)
      return Array.from(list, (value, index) => read(item, value, [...path, index], problems))
    },
    json: { type: 'array', items: item.json, ...(atLeastOne !== undefined && { minItems: 1 }) },
  }
}

/** An object of any names, all with values of one schema. */
export function mapOf(item: Schema, expected: string): Schema {
  return {
    expected,
    fits: isObject,
    read: (map: Json, path, problems) =>
      Object.fromEntries(
        Object.entries(map).map(([name, value]) => [name, read(item, value, [...path, name], problems)]),
      ),
    json: { type: 'object', propertyNames: { type: 'string' }, additionalProperties: item.json },
  }
}

/** An object of these fields alone. @param refused what is expected instead of known fields that must not be there. */
export function record(expected: string, fields: Fields, refused: Readonly<Record<string, string>> = {}): Schema {
  return {
    expected,
    fits: isObject,
    read(given: Json, path, problems) {
      const copy = readFields(fields, given, path, problems)
      for (const [name, value] of Object.entries(given)) {
        if (Object.hasOwn(fields, name)) continue
        if (!Object.hasOwn(refused, name)) problems.push(unknownField([...path, name], Object.keys(fields)))
        else if (value !== undefined) report(refused[name]!, value, [...path, name], problems)
      }
      return copy
    },
    json: { ...fieldsJson(fields), additionalProperties: false },
    fields,
  }
}

/** An object of these fields and any others. */
export function openRecord(expected: string, fields: Fields): Schema {
  return {
    expected,
    fits: isObject,
    read: (given: Json, path, problems) => ({ ...given, ...readFields(fields, given, path, problems) }),
    json: { ...fieldsJson(fields), additionalProperties: {} },
  }
}

/** One of several types. */
export function anyOf(expected: string, ...alternatives: readonly Schema[]): Schema {
  const meant = (value: unknown) => alternatives.find(({ fits }) => fits(value))
  return {
    expected,
    fits: (value) => meant(value) !== undefined,
    read: (value, path, problems) => read(meant(value)!, value, path, problems),
    json: { anyOf: alternatives.map(({ json }) => json) },
  }
}

/** One of several records that their field `kind` tells apart; without one, the record in which it is optional. */
export function byKind(expected: string, ...records: readonly Schema[]): Schema {
  return {
    expected,
    fits: isObject,
    read(given: Json, path, problems) {
      const { kind } = given
      const meant = records.find(({ fields }) =>
        kind === undefined ? fields?.kind?.isOptional : fields?.kind?.fits(kind),
      )
      return meant === undefined
        ? report(expected, kind, [...path, 'kind'], problems)
        : read(meant, given, path, problems)
    },
    json: { oneOf: records.map(({ json }) => json) },
  }
}

function read(schema: Schema, value: unknown, path: Path, problems: Problem[]): unknown {
  if (!schema.fits(value)) return report(schema.expected, value, path, problems)
  return schema.read === undefined ? value : schema.read(value as never, path, problems)
}

function report(expected: string, value: unknown, path: Path, problems: Problem[]): undefined {
  problems.push({ path, found: foundText(value), expected })
}

function checkedBy<Value>(wrong: (value: Value) => string | undefined) {
  return (value: Value, path: Path, problems: Problem[]): Value => {
    const expected = wrong(value)
    if (expected !== undefined) report(expected, value, path, problems)
    return value
  }
}

function readFields(fields: Fields, given: Json, path: Path, problems: Problem[]): Json {
  const wanted = Object.entries(fields).filter(([name, { isOptional }]) => given[name] !== undefined || !isOptional)
  return Object.fromEntries(wanted.map(([name, field]) => [name, read(field, given[name], [...path, name], problems)]))
}

function fieldsJson(fields: Fields): Json {
  const entries = Object.entries(fields)
  const required = entries.filter(([, { isOptional }]) => !isOptional).map(([name]) => name)
  const properties = Object.fromEntries(entries.map(([name, { json }]) => [name, json]))
  return { type: 'object', properties, ...(required.length > 0 && { required }) }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
