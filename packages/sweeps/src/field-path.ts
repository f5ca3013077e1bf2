/** Fields of plain JSON by a path such as `member.importance.1`: read, and set in a copy that shares all other parts. */
import type { PlanValue } from '@digon/formats'

/**
 * A copy in which the field has the value. Missing objects on the way are made.
 *
 * @throws {FieldPathError} when the path goes through something that has no fields, or past the end of a list.
 */
export function withField(root: PlanValue, path: string, value: PlanValue): PlanValue {
  return set(root, path.split('.'), value, path)
}

/** A path that leads nowhere. */
export class FieldPathError extends Error {
  override readonly name = 'FieldPathError'
  readonly category = 'input'
  constructor(
    readonly path: string,
    /** For example `member.importance is 1, no list`. */
    readonly reason: string,
  ) {
    super(`invalid field ${path}: ${reason}`)
  }
}

function set(part: PlanValue | undefined, names: readonly string[], value: PlanValue, path: string): PlanValue {
  const [name, ...rest] = names
  if (name === undefined) return value
  if (name === '' || name === '__proto__') throw new FieldPathError(path, 'an empty or forbidden name')
  const parent = path.split('.').slice(0, -names.length).join('.')
  if (isList(part)) {
    const index = /^\d+$/.test(name) ? Number(name) : Number.NaN
    if (!(index < part.length)) {
      throw new FieldPathError(path, `${parent} is a list of ${part.length}; expected an index below that`)
    }
    return part.map((item, position) => (position === index ? set(item, rest, value, path) : item))
  }
  if (part !== undefined && (typeof part !== 'object' || part === null)) {
    throw new FieldPathError(path, `${parent} is ${JSON.stringify(part)}, which has no fields`)
  }
  return { ...part, [name]: set(part?.[name], rest, value, path) }
}

function isList(value: PlanValue | undefined): value is readonly PlanValue[] {
  return Array.isArray(value)
}
