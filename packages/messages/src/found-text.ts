/** How messages show a value that was found: in a few words, or as JSON. */

/** Numbers and short texts themselves, everything else by its kind: `1.2`, `"adamm"`, `an array of 3`, `a Float32Array`. */
export function foundText(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}`
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'object' && value !== null) return 'an object'
  return String(value)
}

/**
 * The value as JSON, for files whose text is JSON: `[2,null]`.
 *
 * @param longest characters at most, ≥ 3; longer texts end in `…`. Default: no limit.
 */
export function foundJson(value: unknown, longest: number = Number.POSITIVE_INFINITY): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > longest ? `${text.slice(0, longest - 3)}…` : text
}
