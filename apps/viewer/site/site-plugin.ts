/**
 * Makes a site of static pages: one program for each folder of pages, and one HTML document for each address, drawn when the site is
 * built. While developing, documents are drawn when they are asked for.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer, type Plugin, type Rolldown, type UserConfig, type ViteDevServer } from 'vite'
import type * as Prerender from '../src/site/prerender.js'
import { compressedTwins } from './compress.js'
import { documentOf, type PageFiles } from './document.js'
import { previewFolder, previewsOf } from './previews.js'
import { named, readRecorded, type SiteFile } from './recorded.js'
import { serviceWorkerText } from './service-worker.js'

const viewer = fileURLToPath(new URL('..', import.meta.url))
/** Every folder of pages is a program of its own. */
const folders = readdirSync(`${viewer}src/pages`)
const programOf = (folder: string): string => `virtual:page/${folder}`

/** @param config of the viewer, for the server that draws the pages while the site is built. */
export function sitePlugin(config: UserConfig): Plugin {
  return {
    name: 'digon-site',
    enforce: 'post',
    config: () => ({
      appType: 'custom',
      build: { rolldownOptions: { input: Object.fromEntries(folders.map((folder) => [folder, programOf(folder)])) } },
    }),
    resolveId: (id) => (id.startsWith('virtual:page/') ? id : undefined),
    load: (id) =>
      id.startsWith('virtual:page/')
        ? `import * as page from '/src/pages/${id.slice('virtual:page/'.length)}/index.tsx'\n` +
          `import { start } from '/src/site/start.tsx'\nstart(page)\n`
        : undefined,
    configureServer: (server) => () => serveDocuments(server),
    async generateBundle(_, bundle) {
      const { recorded, files: pictures } = readRecorded()
      for (const { path, bytes } of pictures) this.emitFile({ type: 'asset', fileName: path, source: bytes })
      const icon = named('assets', 'icon.svg', readFileSync(`${viewer}site/icon.svg`))
      this.emitFile({ type: 'asset', fileName: icon.path, source: icon.bytes })
      const { pages, previews } = await withPrerender(config, async ({ prerenderSite, previewCard }) => {
        const drawn = await prerenderSite(recorded)
        return { pages: drawn, previews: await previewsOf(drawn, pictures, previewCard) }
      })
      for (const page of pages) {
        const preview = previews.get(page.path)!
        this.emitFile({ type: 'asset', fileName: preview.path, source: preview.bytes })
        const files = { ...filesOf(bundle, programOf(page.folder)), icon: icon.path, preview: preview.path }
        const siteAddress = process.env.DIGON_SITE_ADDRESS
        const source = documentOf(page, files, { withPolicy: true, ...(siteAddress && { siteAddress }) })
        this.emitFile({ type: 'asset', fileName: `${page.path}index.html`, source })
      }
    },
    // What is written, not what is in the bundle: workers' bundles come apart.
    async writeBundle({ dir }, bundle) {
      const files: SiteFile[] = []
      for (const path of Object.keys(bundle)) files.push({ path, bytes: await readFile(join(dir!, path)) })
      const kept = files.filter(({ path }) => !path.startsWith(previewFolder))
      const worker = { path: 'service-worker.js', bytes: Buffer.from(serviceWorkerText(kept)) }
      await writeFile(join(dir!, worker.path), worker.bytes)
      for (const file of [...files, worker]) {
        for (const twin of await compressedTwins(file)) await writeFile(join(dir!, twin.path), twin.bytes)
      }
    },
  }
}

/** Draws in a server of its own, so that the pages run from source as they do while developing. */
async function withPrerender<Result>(
  config: UserConfig,
  work: (prerender: typeof Prerender) => Promise<Result>,
): Promise<Result> {
  const server = await createServer({
    ...config,
    configFile: false,
    root: viewer,
    appType: 'custom',
    logLevel: 'error',
    optimizeDeps: { noDiscovery: true, include: [] },
    server: { middlewareMode: true, watch: null, hmr: false, ws: false },
  })
  try {
    return await work((await server.ssrLoadModule('/src/site/prerender.tsx')) as typeof Prerender)
  } finally {
    await server.close()
  }
}

/** The program of a page, with all that it imports at once. */
function filesOf(bundle: Rolldown.OutputBundle, program: string): Omit<PageFiles, 'icon'> {
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk')
  const entry = chunks.find(({ facadeModuleId }) => facadeModuleId === program)!
  const reached = new Set<Rolldown.OutputChunk>()
  const reach = (chunk: Rolldown.OutputChunk): void => {
    if (reached.has(chunk)) return
    for (const name of chunk.imports) reach(bundle[name] as Rolldown.OutputChunk)
    reached.add(chunk)
  }
  reach(entry)
  const styles = new Set(Array.from(reached).flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]))
  return {
    script: entry.fileName,
    preloads: Array.from(reached, ({ fileName }) => fileName).filter((fileName) => fileName !== entry.fileName),
    styles: [...styles],
  }
}

function serveDocuments(server: ViteDevServer): void {
  const { recorded, files: pictures } = readRecorded()
  const pictureAt = new Map(pictures.map(({ path, bytes }) => [`/${path}`, bytes]))
  const documentAt = async (path: string): Promise<string | undefined> => {
    const { prerenderSite } = (await server.ssrLoadModule('/src/site/prerender.tsx')) as typeof Prerender
    const page = (await prerenderSite(recorded)).find((each) => `/${each.path}` === path)
    if (page === undefined) return undefined
    const files = { script: `@id/${programOf(page.folder)}`, preloads: [], styles: [], icon: 'site/icon.svg' }
    return server.transformIndexHtml(path, documentOf(page, files, { withPolicy: false }))
  }
  server.middlewares.use((request, response, next) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const picture = pictureAt.get(path)
    if (picture !== undefined) return response.setHeader('Content-Type', 'image/png').end(picture)
    documentAt(path).then(
      (html) => (html === undefined ? next() : response.setHeader('Content-Type', 'text/html').end(html)),
      next,
    )
  })
}
