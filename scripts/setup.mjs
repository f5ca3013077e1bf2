/**
 * Set-up for a fresh clone: fetches the pinned pnpm through npx and installs from the frozen lockfile, once per lockfile.
 * Everything it says goes to stderr, so that a command behind it owns stdout. Needs only Node and npm.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const stamp = join(root, 'node_modules', '.cache', 'digon', 'installed')

/** Runs the pinned pnpm with these arguments; stdout is sent to stderr. Exits with its code when it fails. */
export function pnpm(args) {
  const result = spawnSync('npx', ['--yes', '--prefer-offline', manifest.packageManager, ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', npm_config_loglevel: 'error' },
  })
  if (result.error) fail(`could not start npx: ${result.error.message}; npm must be installed and on the PATH`)
  if (result.status !== 0) process.exit(result.status ?? 1)
}

/** What the pinned pnpm says with these arguments, and how it ends. @returns {{ status: number, stdout: string, stderr: string }} */
export function pnpmOutput(args) {
  return spawnSync('npx', ['--yes', '--prefer-offline', manifest.packageManager, ...args], {
    ...{ cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26, shell: process.platform === 'win32' },
  })
}

/**
 * Installs the dependencies unless this very lockfile has been installed by this Node major version.
 *
 * @param again also then: npm takes away what it did not install itself.
 */
export function setUp({ again = false } = {}) {
  checkNode()
  const wanted = fingerprint()
  if (!again && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.error('digon: installing dependencies (once)')
  pnpm(['install', '--frozen-lockfile', '--reporter=append-only'])
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
}

function fingerprint() {
  const hash = createHash('sha256')
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'])
    hash.update(readFileSync(join(root, file)))
  return `${hash.digest('hex')} node ${process.versions.node.split('.')[0]}\n`
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Node ${process.versions.node} is too old; Digon needs Node 20.19 or newer`)
  }
}

function fail(message) {
  console.error(`digon: ${message}`)
  process.exit(2)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setUp()
