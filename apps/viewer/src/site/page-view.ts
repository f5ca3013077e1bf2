/**
 * What an address says of how a page is shown, on every page alike: `?embed` shows it alone, `&hide=…` leaves parts of it out. What
 * cannot be used is said.
 */
import { nearestName } from '@digon/messages'

export interface PageView<Part extends string> {
  readonly hidden: ReadonlySet<Part>
  /** One sentence for each thing in the address that could not be used. */
  readonly notes: readonly string[]
}

/** Names that an address has on every page. */
export const viewNames = ['embed', 'hide'] as const

/** More notes of one kind than these would push the page out of sight. */
const mostNotes = 3

/**
 * @param search as in `location.search`. Never throws.
 * @param parts what this page can leave out.
 */
export function pageView<Part extends string>(search: string, parts: readonly Part[]): PageView<Part> {
  const parameters = new URLSearchParams(search)
  const asked = (parameters.get('hide') ?? '').split(',').filter((name) => name !== '')
  const unknown = asked.filter((name) => !(parts as readonly string[]).includes(name))
  const embed = parameters.get('embed')
  return {
    hidden: new Set(parts.filter((part) => asked.includes(part))),
    notes: [
      ...(embed === null || isEmbedded(search)
        ? []
        : [`The address says embed ${shown(embed)}, which is nothing or yes; the page is shown whole.`]),
      ...unknown
        .slice(0, mostNotes)
        .map((name) => `The address hides ${shown(name)}, which this page does not have; it has ${parts.join(', ')}.`),
    ],
  }
}

/** Whether the page is shown alone, as in an article. */
export function isEmbedded(search: string): boolean {
  const embed = new URLSearchParams(search).get('embed')
  return embed === '' || embed === 'yes'
}

/** What others add to the links that they pass on. */
const trackingName = /^(utm_.*|fbclid|gclid|ref)$/

/**
 * A note for each name that nothing reads, and for each that stands more than once: neither is left out in silence.
 *
 * @param page its name in the notes, for example `the laboratory`.
 * @param names that the page reads, beside those of every page.
 */
export function unknownNames(parameters: URLSearchParams, page: string, names: readonly string[]): string[] {
  const known = [...names, ...viewNames]
  return [...new Set(parameters.keys())].flatMap((name) => {
    if (trackingName.test(name)) return []
    if (known.includes(name)) {
      const count = parameters.getAll(name).length
      return count === 1 ? [] : [`The address says ${name} ${count} times; the first counts.`]
    }
    const nearest = nearestName(name, known)
    const meant = nearest === undefined ? '' : ` Did you mean ${nearest}?`
    return [`The address names ${shown(name)}, which ${page} does not know.${meant}`]
  })
}

/** A text of an address, for a note. */
export function shown(text: string): string {
  return `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`
}

/** What the address says of the view, to be added to another query of the same page; empty, or begins with an ampersand. */
export function viewOf(search: string): string {
  const view = new URLSearchParams(search)
  return viewNames
    .filter((name) => view.has(name))
    .map((name) => {
      const text = view.get(name)!
      return text === '' ? `&${name}` : `&${name}=${encodeURIComponent(text).replaceAll('%2C', ',')}`
    })
    .join('')
}

/** The same page, whole: where a page in an article links back to. @param href of the page. */
export function wholePage(href: string): string {
  const address = new URL(href)
  for (const name of viewNames) address.searchParams.delete(name)
  return address.href
}
