/** How lines below a title say how much is not drawn as it is. */

/** For example `the median is 0 at 12 of 1,001 steps`: `count` of `all`, or undefined for none. */
export function countOf(count: number, all: number, say: (share: string) => string): string | undefined {
  if (count === 0) return undefined
  return say(
    count === all ? `all ${all.toLocaleString('en')}` : `${count.toLocaleString('en')} of ${all.toLocaleString('en')}`,
  )
}
