/** Brings a page to life in the browser: the same drawing over the HTML that came with it. */
import { hydrate } from 'preact'
import { keepSite } from './keep-site.js'
import { Layout } from './layout.js'
import './no-eval.js'
import type { PageModule } from './page.js'
import { PageFault } from './page-fault.js'
import { isEmbedded } from './page-view.js'
import './site.css'

export function start<Data>({ Page }: PageModule<Data>): void {
  const { root = './', folder = '' } = document.documentElement.dataset
  const data = JSON.parse(document.getElementById('page-data')!.textContent!) as Data
  // In an article: the page alone, with a link back.
  if (isEmbedded(location.search)) document.documentElement.classList.add('embedded')
  hydrate(
    <Layout root={root} folder={folder}>
      <PageFault>
        <Page data={data} />
      </PageFault>
    </Layout>,
    document.getElementById('app')!,
  )
  if (import.meta.env.PROD) keepSite(root)
}
