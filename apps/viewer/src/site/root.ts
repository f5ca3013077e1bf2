/** Addresses within the site. The site may lie in any folder of any host, so every address in it is relative to the page. */
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'

/** The way from a page to the root of the site: `./`, `../`, `../../`. */
export const Root = createContext('./')

/** @returns a function from a path in the site, for example `lab/?seed=1`, to an address for `href` or `src`. */
export function useAddress(): (path: string) => string {
  const root = useContext(Root)
  return (path) => root + path
}

/** @param path of the page, as in `SitePage`. */
export function rootOf(path: string): string {
  const depth = path.split('/').length - 1
  return depth === 0 ? './' : '../'.repeat(depth)
}
