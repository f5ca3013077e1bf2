/** What an address says of how a page is shown, on every page alike: `?embed` shows it alone, `&hide=…` leaves parts of it out. */

export interface PageView<Part extends string> {
  readonly hidden: ReadonlySet<Part>
  /** One sentence for each part that the page does not have. */
  readonly notes: readonly string[]
}

/**
 * @param search as in `location.search`.
 * @param parts what this page can leave out.
 */
export function pageView<Part extends string>(search: string, parts: readonly Part[]): PageView<Part> {
  const asked = (new URLSearchParams(search).get('hide') ?? '').split(',').filter((name) => name !== '')
  const unknown = asked.filter((name) => !(parts as readonly string[]).includes(name))
  return {
    hidden: new Set(parts.filter((part) => asked.includes(part))),
    notes: unknown.slice(0, 3).map((name) => {
      const shown = name.length > 40 ? `${name.slice(0, 40)}…` : name
      return `The address hides “${shown}”, which this page does not have; it has ${parts.join(', ')}.`
    }),
  }
}

/** The same page, whole: where a page in an article links back to. @param href of the page. */
export function wholePage(href: string): string {
  const address = new URL(href)
  for (const name of ['embed', 'hide']) address.searchParams.delete(name)
  return address.href
}
