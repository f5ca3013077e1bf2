/**
 * One text for one value: object keys ascending by code unit, no spaces, numbers and strings as JSON.stringify writes them.
 * What is hashed is written this way. Values that JSON would drop or change (NaN, typed arrays, functions) are refused.
 */

/**
 * The canonical JSON of a value. Entries whose value is undefined are left out, as JSON.stringify does.
 *
 * @param indentation spaces per level for people to read; 0, the default, writes everything on one line.
 * @throws {TypeError} when the value is not JSON, with its path.
 */
export function canonicalJson(value: unknown, indentation = 0): string {
  return write(value, '', { step: ' '.repeat(indentation), current: indentation > 0 ? '\n' : '' })
}

interface Layout {
  readonly step: string
  /** What begins a line at this level: a line break and its indentation, or nothing at all. */
  readonly current: string
}

function write(value: unknown, path: string, layout: Layout): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw notJson(path, String(value))
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) {
    return enclose('[', value, ']', layout, (item, index, inner) => write(item, `${path}[${index}]`, inner))
  }
  if (!isPlainObject(value)) throw notJson(path, kindOf(value))
  const keys = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
  const colon = layout.current === '' ? ':' : ': '
  return enclose('{', keys, '}', layout, (key, _, inner) => {
    return `${JSON.stringify(key)}${colon}${write(value[key], path === '' ? key : `${path}.${key}`, inner)}`
  })
}

function enclose<Item>(
  opening: string,
  items: readonly Item[],
  closing: string,
  layout: Layout,
  writeItem: (item: Item, index: number, inner: Layout) => string,
): string {
  if (items.length === 0) return opening + closing
  const inner = { step: layout.step, current: layout.current === '' ? '' : layout.current + layout.step }
  const written = items.map((item, index) => inner.current + writeItem(item, index, inner))
  return opening + written.join(',') + layout.current + closing
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

function notJson(path: string, found: string): TypeError {
  return new TypeError(`invalid ${path === '' ? 'value' : path}: ${found}; expected JSON`)
}

function kindOf(value: unknown): string {
  return typeof value === 'object' ? (value?.constructor.name ?? 'object') : typeof value
}
