/** Asks the browser to keep the site for visits without a connection. What goes wrong there takes nothing from this visit. */

/** @param root the way from the page to the root of the site. */
export function keepSite(root: string): void {
  const { connection } = navigator as { readonly connection?: { readonly saveData?: boolean } }
  if (!('serviceWorker' in navigator) || connection?.saveData === true) return
  const register = () => void navigator.serviceWorker.register(`${root}service-worker.js`).catch(() => undefined)
  // After the page and its first training: the connection is theirs.
  const later = () => setTimeout(register, 3000)
  if (document.readyState === 'complete') later()
  else addEventListener('load', later, { once: true })
}
