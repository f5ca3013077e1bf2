/** What stands below a figure's title: how to read it, and what is not drawn as it is. Nothing is left out without a word. */

/** The title of a specification with lines below it; nothing when no line says anything, as the theme puts plain titles. */
export function titled(
  title: string,
  lines: readonly (string | undefined)[],
): { title?: { text: string; subtitle: string | string[] } } {
  const said = lines.filter((line): line is string => line !== undefined && line !== '')
  return said.length === 0 ? {} : { title: { text: title, subtitle: said.length === 1 ? said[0]! : said } }
}

/** For example `the median is 0 at 12 of 1,001 steps`: `count` of `all`, or undefined for none. */
export function countOf(count: number, all: number, say: (share: string) => string): string | undefined {
  if (count === 0) return undefined
  return say(
    count === all ? `all ${all.toLocaleString('en')}` : `${count.toLocaleString('en')} of ${all.toLocaleString('en')}`,
  )
}
