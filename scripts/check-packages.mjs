/**
 * Published packages must work when installed. Packs every public package, lets publint and attw judge the tarballs,
 * installs them into an empty project, and uses them there: from Node, Bun and Deno, from strict TypeScript under both ways of
 * resolving modules, bundled for a page by Vite and by webpack, and in a page without any bundler.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
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
    // No program: it has no types.
    ...['--exclude-entrypoints', 'engine.wasm'],
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
    dependencies: {
      ...tarballs,
      '@types/node': '20.19.43',
      typescript: '7.0.2',
      vite: '8.3.8',
      webpack: '5.113.0',
      zod: '4.6.7',
    },
  }),
)
const overrides = Object.entries(tarballs).map(([name, file]) => `  "${name}": "${file}"\n`)
// Strict about engines: a dependency that refuses this Node is an error.
writeFileSync(
  join(consumer, 'pnpm-workspace.yaml'),
  `packages: []\nengineStrict: true\noverrides:\n${overrides.join('')}`,
)
pnpm(['--dir', consumer, 'install', '--prefer-offline', '--no-frozen-lockfile'])
const bin = (name) => join(consumer, 'node_modules', '.bin', name)
check('strict types', [bin('tsc'), '-p', '.'], consumer)
const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler']
check('strict types as bundlers resolve', [bin('tsc'), '-p', '.', '--noEmit', ...bundler], consumer)
check('Node program', [process.execPath, 'built/node.js'], consumer)
check('digon --version', [bin('digon'), '--version'], consumer)
writeFileSync(join(consumer, 'first.mjs'), /^```js\n(.*?)^```/ms.exec(readFileSync(join(root, 'README.md'), 'utf8'))[1])
check("the README's first program", [process.execPath, 'first.mjs'], consumer)
checkOtherRuntimes()
cpSync(join(root, 'examples', 'backend-template', 'engine.mjs'), join(consumer, 'engine.mjs'))
writeFileSync(
  join(consumer, 'spec.yaml'),
  'model: { featureCount: 3, hiddenSize: 2 }\nmembers: { seed: 1, data: { probability: 0.5 } }\nsteps: 5\n',
)
check('an engine from outside', [bin('digon'), 'train', 'spec.yaml', '--backend', './engine.mjs'], consumer)
cpSync(join(root, 'examples', 'experiment', 'antipodal-pairs.mjs'), join(consumer, 'experiment.mjs'))
check('an experiment from outside', [bin('digon'), 'reproduce', './experiment.mjs', '--out', 'runs/outside'], consumer)
if (check('bundling by Vite', [bin('vite'), 'build', '--logLevel', 'warn'], consumer)) {
  await openPage('page bundled by Vite', createFileServer(join(consumer, 'dist')))
}
if (check('bundling by webpack', [process.execPath, 'bundle-with-webpack.js'], consumer)) {
  await openPage('page bundled by webpack', createFileServer(join(consumer, 'webpacked')))
}
await openPage('page without a bundler', createFileServer(consumer), 'plain.html')

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

/** The README's first program in Bun and in Deno, as npm delivers them for Linux; their install scripts need not run. */
function checkOtherRuntimes() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return
  const runtimes = join(folder, 'runtimes')
  mkdirSync(runtimes)
  const quiet = ['--silent', '--no-audit', '--no-fund', '--ignore-scripts']
  if (!check('installing Bun and Deno', ['npm', 'install', ...quiet, 'bun@1.4.5', 'deno@2.9.6'], runtimes)) return
  const bun = join(runtimes, 'node_modules', '@oven', 'bun-linux-x64', 'bin', 'bun')
  const deno = join(runtimes, 'node_modules', '@deno', 'linux-x64-glibc', 'deno')
  check("the README's first program in Bun", [bun, 'first.mjs'], consumer)
  const options = ['--allow-all', '--no-lock', '--node-modules-dir=manual']
  check("the README's first program in Deno", [deno, 'run', ...options, 'first.mjs'], consumer)
}

/** Opens a page in Chromium; its title says how it went. */
async function openPage(subject, server, path = '') {
  const program = [process.env.DIGON_CHROMIUM, '/usr/bin/chromium'].find((path) => path && existsSync(path))
  if (program === undefined) {
    console.error(`${subject}: did not run, no Chromium found`)
    if ((process.env.DIGON_REQUIRE ?? '').split(',').includes('browser')) problems++
    return
  }
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-quic'] })
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${server.address().port}/${path}`)
    await page.waitForFunction(() => document.title !== 'waiting', undefined, { timeout: 60_000 })
    const title = await page.title()
    if (title === 'fine') return
    problems++
    console.error(`${subject} failed: ${title}`)
  } catch (failure) {
    problems++
    console.error(`${subject} failed: ${failure.message}`)
  } finally {
    await browser.close()
    server.close()
  }
}

/** Files as any web server gives them: no header but the type. */
function createFileServer(folder) {
  const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' }
  return createServer((request, response) => {
    const path = join(folder, request.url === '/' ? 'index.html' : new URL(request.url, 'http://localhost').pathname)
    if (!existsSync(path)) return response.writeHead(404).end()
    return response.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'text/plain' }).end(readFileSync(path))
  })
}
