/** Asks the browser to keep the site for visits without a connection. What goes wrong there is said, and takes nothing from this visit. */
import { type ReadonlySignal, signal } from '@preact/signals'

const reason = signal<string | undefined>(undefined)

/** Why the site is not kept, as the browser says it; undefined while nothing went wrong. */
export const notKept: ReadonlySignal<string | undefined> = reason

/** @param root the way from the page to the root of the site. */
export function keepSite(root: string): void {
  const { connection } = navigator as { readonly connection?: { readonly saveData?: boolean } }
  if (!('serviceWorker' in navigator) || connection?.saveData === true) return
  const { serviceWorker } = navigator
  serviceWorker.addEventListener('message', ({ data }: MessageEvent<{ readonly notKept?: string }>) => {
    if (data.notKept !== undefined) reason.value = data.notKept
  })
  serviceWorker.startMessages()
  const register = () =>
    void serviceWorker.register(`${root}service-worker.js`).catch((failure: unknown) => {
      reason.value = String(failure)
    })
  // After the page and its first training: the connection is theirs.
  const later = () => setTimeout(register, 3000)
  if (document.readyState === 'complete') later()
  else addEventListener('load', later, { once: true })
}
