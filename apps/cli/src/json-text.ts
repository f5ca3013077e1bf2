/**
 * What `--json` prints. JSON has no number that is not finite, and `null` would say that there is none: they are the strings
 * `"NaN"`, `"Infinity"` and `"-Infinity"`, which `Number` and Python's `float` read.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'number' && !Number.isFinite(each) ? String(each) : each,
  )
}
