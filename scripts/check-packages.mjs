/**
 * Published packages must work when installed. Packs every public package, lets publint and attw judge the tarballs,
 * installs them into an empty project, and uses them there: from Node, from strict TypeScript, and bundled for a page.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  check(`publint ${manifest.name}`, [join(root, 'node_modules', '.bin', 'publint'), 'run', file, '--strict'])
  if (manifest.exports) {
    check(`attw ${manifest.name}`, [
      join(root, 'node_modules', '.bin', 'attw'),
      file,
      '--profile',
      'esm-only',
      '--no-color',
    ])
  }
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
check('Node program', [process.execPath, 'use-in-node.mjs'], consumer)
check('strict types', [bin('tsc'), '-p', '.'], consumer)
check('bundled page', [bin('vite'), 'build', '--logLevel', 'warn'], consumer)
check('digon --version', [bin('digon'), '--version'], consumer)

rmSync(folder, { recursive: true, force: true })
console.log(
  problems === 0 ? `packages: ${packages.length} packed, installed and used` : `packages: ${problems} problems`,
)
process.exit(problems === 0 ? 0 : 1)

function check(title, [command, ...args], cwd = root) {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (result.status === 0) return
  problems++
  console.error(`${title} failed:\n${result.stdout}${result.stderr}`)
}
