/**
 * `npm run site`: makes the documentation site in docs/dist, static pages that need no server and no network, and checks every
 * link within it. Undocumented public symbols and broken links end it with an error.
 */
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pnpm, setUp } from '../../scripts/setup.mjs'
import { buildLiveTraining } from './build-live-training.mjs'
import { brokenLinks } from './check-links.mjs'

const docs = join(dirname(fileURLToPath(import.meta.url)), '..')

setUp()
pnpm(['exec', 'turbo', 'run', 'generate', '--output-logs=errors-only'])
const typedoc = join(docs, 'node_modules', 'typedoc', 'bin', 'typedoc')
const { status } = spawnSync(process.execPath, [typedoc], { cwd: docs, stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)

const site = join(docs, 'dist')
await buildLiveTraining(join(site, 'assets'))
const { pages, links, broken } = brokenLinks(site)
for (const { page, link } of broken) console.error(`${page}: ${link} leads nowhere`)
if (broken.length > 0) process.exit(1)
console.log(`${pages} pages, ${links} links within the site, none broken: ${join(site, 'index.html')}`)
