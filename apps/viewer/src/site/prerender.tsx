/** The site as text, when it is built: every page drawn, with what its head says. Runs in Node. */
import type { JSX } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { Layout } from './layout.js'
import type { Head, PageModule } from './page.js'
import { rootOf } from './root.js'
import { siteMap } from './site-map.js'

export interface PrerenderedPage extends Head {
  readonly path: string
  readonly folder: string
  /** The way to the root of the site. */
  readonly root: string
  /** What stands in the body. */
  readonly content: string
  readonly data: unknown
}

/** @param pictures addresses of recorded figures from the root of the site, by the names of their files. */
export async function prerenderSite(pictures: ReadonlyMap<string, string>): Promise<PrerenderedPage[]> {
  return (await siteMap(pictures)).map(({ path, folder, module, data }) => {
    const { head, Page } = module as PageModule<unknown>
    const root = rootOf(path)
    const content = renderToString(
      (
        <Layout root={root} folder={folder}>
          <Page data={data} />
        </Layout>
      ) as JSX.Element,
    )
    return { path, folder, root, content, data, ...(typeof head === 'function' ? head(data) : head) }
  })
}
