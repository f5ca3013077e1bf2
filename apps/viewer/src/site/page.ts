/**
 * What a page of the site is. A folder of `src/pages` exports `head` and `Page` from its `index.tsx`; the site knows nothing else of
 * it. `site-map.ts` gives it an address.
 */
import type { ComponentType } from 'preact'

/** What search engines, tabs and previews of links show. */
export interface Head {
  /** Without the name of the site. */
  readonly title: string
  /** One or two sentences. */
  readonly description: string
}

/** @typeParam Data what a page is told of its address: plain JSON, because it travels in the HTML. */
export interface PageModule<Data = undefined> {
  readonly head: Head | ((data: Data) => Head)
  /**
   * Drawn once when the site is built, into its HTML, and again over that HTML in the browser. So the first drawing is the same
   * everywhere: what depends on the browser comes from effects. Without `style` attributes, which the site's policy forbids in HTML.
   */
  readonly Page: ComponentType<{ readonly data: Data }>
}

/** A page at one address. */
export interface SitePage {
  /** Folder in `src/pages`. */
  readonly folder: string
  /** From the root of the site: empty, or with a slash at the end, for example `paper/intro/`. */
  readonly path: string
  readonly module: PageModule<never>
  readonly data: unknown
}
