/** What was seen when a page was left before its address could follow: a reload comes back to it. */

const key = 'digon: the laboratory when it was left'

interface Left {
  /** The query that the page had. */
  readonly from: string
  /** The query of what was seen. */
  readonly to: string
}

/** Of this tab alone, until the next time. A full or forbidden storage remembers nothing, which costs a second of training at most. */
export function rememberLeft(from: string, to: string): void {
  try {
    sessionStorage.setItem(key, JSON.stringify({ from, to } satisfies Left))
  } catch {}
}

/** What was left from this query by a reload or by going on; undefined where nothing was. Forgets it. */
export function leftFrom(search: string): string | undefined {
  try {
    const left = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Left | null
    sessionStorage.removeItem(key)
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
    return left?.from === search && navigation?.type !== 'navigate' ? left.to : undefined
  } catch {
    return undefined
  }
}
