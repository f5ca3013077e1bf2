/** What the API pages describe: every entry that a package publishes, in the order of the layers. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const packages = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'packages')

const manifests = readdirSync(packages)
  .map((folder) => ({
    folder: join(packages, folder),
    manifest: JSON.parse(readFileSync(join(packages, folder, 'package.json'), 'utf8')),
  }))
  .filter(({ manifest }) => !manifest.private)

/** `@digon/model`, …: packages whose every public symbol has a docstring. */
export const packageNames = manifests.map(({ manifest }) => manifest.name)

/** The name by which an entry is imported, its source, what TypeDoc calls it, and the README of the package for its main one. */
export const entryPoints = manifests.flatMap(({ folder, manifest }) =>
  Object.entries(manifest.exports)
    .filter(([entry, { '@digon/source': source } = {}]) => entry !== './test-support' && source?.endsWith('.ts'))
    .map(([entry, { '@digon/source': source }]) => ({
      name: join(manifest.name, entry).replaceAll('\\', '/'),
      source: join(folder, source),
      path: `packages/${basename(folder)}/${source.slice(2).replace(/(\/index)?\.ts$/, '')}`,
      readme: entry === '.' ? join(folder, 'README.md') : undefined,
    })),
)
