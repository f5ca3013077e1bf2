/** Where something is inside an input: field names and list indices, and how messages write them. */

/** Field names and list indices from the root, for example `['members', 2, 'seed']`. */
export type Path = readonly (string | number)[]

/**
 * `members[2].data.probability`.
 *
 * @param root what stands for an empty path, for example `ensemble`.
 */
export function pathText(path: Path, root: string): string {
  if (path.length === 0) return root
  return path.map((part, depth) => (typeof part === 'number' ? `[${part}]` : depth === 0 ? part : `.${part}`)).join('')
}

/** The value at the path; undefined when the path leads nowhere. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root
  for (const part of path) value = (value as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[part]
  return value
}
