/** The site as text, when it is built: every page drawn, with what its head says. Runs in Node. */
import type { JSX } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { Recorded } from '../pages/paper/describe-experiments.js'
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

export { previewCard } from './preview-card.js'

/** @param recorded what pages on the paper show before anything is trained. */
export async function prerenderSite(recorded: Recorded): Promise<PrerenderedPage[]> {
  return (await siteMap(recorded)).map(({ path, folder, module, data }) => {
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
