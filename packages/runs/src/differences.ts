/** In what one request differs from another, for people: field by field, down to what differs. */
import { canonicalJson } from '@digon/formats'

/** More are counted. */
const mostShown = 5
const mostItems = 6
const mostCharacters = 60

/**
 * For example `seed 7 instead of 8, plan.axes.0.coordinates.0.values 30 values instead of 20 values`. Empty for equal ones.
 *
 * @param found plain JSON; fields that are undefined are none.
 * @param expected plain JSON, as `found`.
 */
export function differencesInWords(found: unknown, expected: unknown): string {
  const all = [...differences(found, expected, [])]
  const more = all.length > mostShown ? [`and ${all.length - mostShown} more`] : []
  return [...all.slice(0, mostShown), ...more].join(', ')
}

function* differences(found: unknown, expected: unknown, path: readonly string[]): Iterable<string> {
  if (canonicalJson(found ?? null) === canonicalJson(expected ?? null)) return
  if (hasFields(found) && hasFields(expected) && isSameForm(found, expected)) {
    for (const name of Object.keys({ ...found, ...expected })) {
      yield* differences(found[name], expected[name], [...path, name])
    }
  } else yield `${path.join('.')} ${inWords(found)} instead of ${inWords(expected)}`
}

function hasFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** Two objects, or two lists whose items have fields and stand for one another. */
function isSameForm(one: object, other: object): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return Array.isArray(one) === Array.isArray(other)
  return one.length === other.length && [...one, ...other].every(hasFields)
}

function inWords(value: unknown): string {
  if (value === undefined || value === null) return 'none'
  if (Array.isArray(value) && (value.length === 0 || value.length > mostItems || value.some(hasFields)))
    return `${value.length} values`
  if (Array.isArray(value)) return value.join(' + ')
  const text = hasFields(value) ? canonicalJson(value) : String(value)
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text
}
