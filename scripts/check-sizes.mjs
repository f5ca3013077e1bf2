/**
 * Budgets of size: what a page loads for measuring and predicting without training, and for describing an ensemble and training it on an
 * engine that it brings; and what the command line takes on disk without tfjs, which is loaded only when it is chosen.
 *
 *     node scripts/check-sizes.mjs    # after a build
 */
import { spawnSync } from 'node:child_process'
import { lstatSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from './setup.mjs'

const budgets = { pageKilobytes: 30, trainingPageKilobytes: 20, commandLineMegabytes: 60 }
const measured = {
  pageKilobytes: await bundledKilobytes(
    ['matrix', 'data', 'metrics', 'theory'].map((name) => `export * as ${name} from ${built(name)}\n`),
  ),
  trainingPageKilobytes: await bundledKilobytes([`export { defineEnsemble, train } from ${built('model')}\n`]),
  commandLineMegabytes: commandLineMegabytes(),
}
for (const [name, budget] of Object.entries(budgets)) {
  const holds = measured[name] <= budget
  console.log(`${name}: ${measured[name].toFixed(1)} of at most ${budget}${holds ? '' : ', TOO LARGE'}`)
  if (!holds) process.exitCode = 1
}

function built(name) {
  return JSON.stringify(join(root, 'packages', name, 'dist', 'index.js'))
}

/** A bundle of these lines, minified and compressed. */
async function bundledKilobytes(lines) {
  const { build } = await import(createRequire(join(root, 'apps/viewer/package.json')).resolve('vite'))
  const folder = mkdtempSync(join(tmpdir(), 'digon-size-'))
  const entry = join(folder, 'entry.js')
  writeFileSync(entry, lines.join(''))
  const lib = { entry, formats: ['iife'], name: 'digon', fileName: 'bundle' }
  const output = join(folder, 'out')
  await build({ configFile: false, logLevel: 'error', root: folder, build: { lib, outDir: output, minify: true } })
  const size = readdirSync(output).reduce((sum, name) => sum + gzipSync(readFileSync(join(output, name))).length, 0)
  rmSync(folder, { recursive: true })
  return size / 1000
}

/** Every package that `npm install digon` brings, but those of tfjs, by the bytes of their files. */
function commandLineMegabytes() {
  const seen = new Set()
  const visit = (folder) => {
    if (seen.has(folder)) return
    seen.add(folder)
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
      const found = installed(name, folder)
      if (found !== undefined && !name.startsWith('@tensorflow/')) visit(found)
    }
  }
  visit(join(root, 'apps', 'cli'))
  return [...seen].reduce((sum, folder) => sum + bytesOf(folder), 0) / 1e6
}

/** Where a dependency is, looked for as Node does; undefined for an optional one of another system. */
function installed(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (lstatSync(candidate, { throwIfNoEntry: false }) !== undefined) return realpathSync(candidate)
    if (folder === dirname(folder)) return undefined
  }
}

/** Of our own packages, what is packed; of others, all that is there. */
function bytesOf(folder) {
  if (!folder.startsWith(join(root, 'node_modules'))) return packedBytes(folder)
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() &&
        !join(entry.parentPath ?? entry.path)
          .slice(folder.length)
          .includes('node_modules'),
    )
    .reduce((sum, entry) => sum + lstatSync(join(entry.parentPath ?? entry.path, entry.name)).size, 0)
}

function packedBytes(folder) {
  const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  return JSON.parse(stdout)[0].unpackedSize
}
