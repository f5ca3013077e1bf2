/** How the address asks a page to be shown, and what is said of an address that could not be used. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { pageView, unknownNames } from './page-view.js'

export interface ShownParts<Part extends string> {
  readonly shows: (part: Part) => boolean
  readonly notes: readonly string[]
}

/**
 * The parts that the address leaves; all of them in the first drawing, which is that of the site's HTML.
 *
 * @param page its name in notes, for example `the phase map`.
 * @param names that the page reads from an address beside those of every page; undefined where it says itself what it does not know.
 */
export function useShownParts<Part extends string>(
  parts: readonly Part[],
  page: string,
  names?: readonly string[],
): ShownParts<Part> {
  const [view, setView] = useState(() => pageView('', parts))
  useEffect(() => {
    const { hidden, notes } = pageView(location.search, parts)
    const unknown = names === undefined ? [] : unknownNames(new URLSearchParams(location.search), page, names)
    setView({ hidden, notes: [...unknown.slice(0, mostNotes), ...notes] })
  }, [])
  return { shows: (part) => !view.hidden.has(part), notes: view.notes }
}

/** More notes than these would push the page out of sight. */
const mostNotes = 5

export function PageNotes({ notes }: { notes: readonly string[] }): JSX.Element {
  return (
    <>
      {notes.map((note) => (
        <p key={note} class="page-note">
          {note}
        </p>
      ))}
    </>
  )
}
