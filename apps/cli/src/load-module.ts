/**
 * Code from outside: a module that the user names on the command line, by its file or as `package:NAME`. This is the only way in
 * which Digon runs code that it did not bring: specs, plans and runs are data.
 */
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { CannotReadError, isFolder, readNamedFile, readNamedText } from '@digon/runs'
import { UsageError } from './exit-code.js'

export interface LoadedModule {
  readonly exports: Readonly<Record<string, unknown>>
  /** For the run's record: the package's version, or the SHA-256 of the file. */
  readonly version: string
}

const maximumModuleBytes = 1 << 26

/**
 * The module of that name; files and packages are looked for from the current folder.
 *
 * @throws {CannotReadError} when the file is missing or no plain file.
 * @throws {UsageError} when the package is not installed, or the module cannot be loaded.
 */
export async function loadModule(name: string): Promise<LoadedModule> {
  try {
    const found = name.startsWith('package:') ? await packageNamed(name.slice('package:'.length)) : undefined
    const file = found?.file ?? resolve(name)
    // Node itself would wait for a pipe, or read a device for ever.
    const bytes = await readNamedFile(file, { maximumBytes: maximumModuleBytes })
    const exports = (await import(pathToFileURL(file).href)) as Record<string, unknown>
    return { exports, version: found?.version ?? `sha256 ${createHash('sha256').update(bytes).digest('hex')}` }
  } catch (error) {
    if (error instanceof CannotReadError || error instanceof UsageError) throw error
    const hint = `${error}`.includes("'@digon/") ? '; install the packages that it imports beside it' : ''
    throw new UsageError(`invalid ${name}: it cannot be loaded (${error}); expected a JavaScript module${hint}`, {
      cause: error,
    })
  }
}

/** Where an installed package begins, as `import` from the current folder would find it. */
async function packageNamed(name: string): Promise<{ readonly file: string; readonly version: string }> {
  const require = createRequire(join(process.cwd(), 'digon.js'))
  for (const folder of require.resolve.paths(name) ?? []) {
    const manifestFile = join(folder, name, 'package.json')
    if (!(await isThere(manifestFile))) continue
    const manifest = JSON.parse(await readNamedText(manifestFile, { maximumBytes: maximumModuleBytes })) as Manifest
    const entry = entryOf(manifest.exports) ?? manifest.main ?? 'index.js'
    const file = fileURLToPath(new URL(entry, pathToFileURL(manifestFile)))
    return { file, version: manifest.version ?? 'unknown' }
  }
  throw new UsageError(`no package ${name} from ${process.cwd()}; install it there, or name a file: ./engine.mjs`)
}

interface Manifest {
  readonly version?: string
  readonly main?: string
  readonly exports?: unknown
}

/** The main entry of a manifest's exports under the conditions of Node's `import`. */
function entryOf(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports
  if (typeof exports !== 'object' || exports === null) return undefined
  const entries = exports as Readonly<Record<string, unknown>>
  if ('.' in entries) return entryOf(entries['.'])
  const condition = Object.keys(entries).find((key) => ['node', 'import', 'module-sync', 'default'].includes(key))
  return condition === undefined ? undefined : entryOf(entries[condition])
}

async function isThere(file: string): Promise<boolean> {
  return isFolder(dirname(file)).then(
    (found) =>
      found &&
      isFolder(file).then(
        (folder) => !folder,
        () => false,
      ),
    () => false,
  )
}
