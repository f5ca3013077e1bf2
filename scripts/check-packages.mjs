/**
 * Published packages must work when installed. Packs every public package, lets publint and attw judge the tarballs,
 * installs them into an empty project, and uses them there: from Node, from strict TypeScript, and bundled for a page.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { pnpm, root, setUp } from './setup.mjs'

setUp()
pnpm(['exec', 'turbo', 'run', 'build', '--output-logs=errors-only'])

const folder = mkdtempSync(join(tmpdir(), 'digon-packages-'))
const packages = ['packages', 'apps']
  .flatMap((part) => readdirSync(join(root, part)).map((name) => join(root, part, name)))
  .filter((path) => existsSync(join(path, 'package.json')))
  .map((path) => ({ path, manifest: JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) }))
  .filter(({ manifest }) => !manifest.private)
let problems = 0

const tarballs = {}
for (const { path, manifest } of packages) {
  pnpm(['--dir', path, 'pack', '--pack-destination', folder])
  const file = join(folder, `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`)
  tarballs[manifest.name] = `file:${file}`
  // Both judge what can be imported; the command line has nothing to import.
  if (!manifest.exports) continue
  check(`publint ${manifest.name}`, [join(root, 'node_modules', '.bin', 'publint'), 'run', file, '--strict'])
  check(`attw ${manifest.name}`, [
    join(root, 'node_modules', '.bin', 'attw'),
    file,
    '--profile',
    'esm-only',
    '--no-color',
  ])
}

const consumer = join(folder, 'consumer')
mkdirSync(consumer)
cpSync(join(root, 'scripts', 'consumer'), consumer, { recursive: true })
writeFileSync(
  join(consumer, 'package.json'),
  JSON.stringify({
    name: 'consumer',
    private: true,
    type: 'module',
    dependencies: { ...tarballs, typescript: '7.0.2', vite: '8.3.8' },
  }),
)
const overrides = Object.entries(tarballs).map(([name, file]) => `  "${name}": "${file}"\n`)
writeFileSync(join(consumer, 'pnpm-workspace.yaml'), `packages: []\noverrides:\n${overrides.join('')}`)
pnpm(['--dir', consumer, 'install', '--prefer-offline', '--no-frozen-lockfile'])
const bin = (name) => join(consumer, 'node_modules', '.bin', name)
check('strict types', [bin('tsc'), '-p', '.'], consumer)
check('Node program', [process.execPath, 'built/node.js'], consumer)
check('digon --version', [bin('digon'), '--version'], consumer)
if (check('bundling', [bin('vite'), 'build', '--logLevel', 'warn'], consumer)) await openPage(join(consumer, 'dist'))

rmSync(folder, { recursive: true, force: true })
console.log(
  problems === 0 ? `packages: ${packages.length} packed, installed and used` : `packages: ${problems} problems`,
)
process.exit(problems === 0 ? 0 : 1)

function check(title, [command, ...args], cwd = root) {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (result.status === 0) return true
  problems++
  console.error(`${title} failed:\n${result.stdout}${result.stderr}`)
  return false
}

/** Opens the bundled page in Chromium, served as `digon view` serves the viewer; its title says how it went. */
async function openPage(pageFolder) {
  const program = [process.env.DIGON_CHROMIUM, '/usr/bin/chromium'].find((path) => path && existsSync(path))
  if (program === undefined) {
    console.error('bundled page: did not run, no Chromium found')
    if ((process.env.DIGON_REQUIRE ?? '').split(',').includes('browser')) problems++
    return
  }
  const { createViewerServer } = await import('../apps/cli/dist/view/serve-viewer.js')
  const server = createViewerServer(pageFolder).listen(0, '127.0.0.1')
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-quic'] })
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${server.address().port}/`)
    await page.waitForFunction(() => document.title !== 'waiting', undefined, { timeout: 60_000 })
    const title = await page.title()
    if (title === 'fine') return
    problems++
    console.error(`bundled page failed: ${title}`)
  } finally {
    await browser.close()
    server.close()
  }
}
