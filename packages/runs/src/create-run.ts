/** Taking a folder for a run: new, gone on with, or recognized as done already. */
import { stat } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { streamVersion } from '@digon/data'
import { type AskedRun, canonicalJson, type RunRecord, runId, writeRunRecord } from '@digon/formats'
import { CannotWriteError, cannotWrite } from './cannot-write-error.js'
import { checkRun } from './check-run.js'
import { type FileSystem, nodeFileSystem, systemCode } from './file-system.js'
import { foreignEntries, partialsBelow, recordName } from './folder-content.js'
import { openRun, type RunFolder, readRecord } from './open-run.js'
import { type Run, removeInside, startRun } from './run.js'
import { RunExistsError } from './run-errors.js'
import { lockRun } from './run-lock.js'
import { writeFileWhole } from './write-file-whole.js'

/** What decides the numbers of a run that this version of Digon makes. */
export type RunRequest = Omit<AskedRun, 'streamVersion'>

export interface CreateRunOptions {
  /** Package name to version, for the record. */
  readonly packageVersions: Readonly<Record<string, string>>
  /** Whether to make the folders above the run's, too. Default false: a missing one is an error. */
  readonly createParents?: boolean
  /** Default: this machine's clock. */
  readonly now?: () => Date
  /** Default: this machine's disk. */
  readonly fileSystem?: FileSystem
}

export type CreatedRun =
  /** The folder was absent or empty. */
  | { readonly found: 'new'; readonly run: Run }
  /** The same was asked before and not finished, or is damaged since: its whole files are still there. */
  | { readonly found: 'interrupted'; readonly run: Run }
  /** The same was asked before, and all its files are whole. */
  | { readonly found: 'finished'; readonly folder: RunFolder }

/**
 * Takes a folder for what is asked. Two calls that ask the same find the same run. On failure nothing of it is left behind.
 *
 * @throws {RunExistsError} when the folder holds another run, or files of no run.
 * @throws {RunLockedError} when another process is writing this run.
 * @throws {InvalidFileError} when the folder's run.json cannot be believed.
 * @throws {CannotWriteError} when the folder cannot be made or written, or a file stands in its place.
 */
export async function createRun(
  directory: string,
  request: RunRequest,
  options: CreateRunOptions,
): Promise<CreatedRun> {
  const { packageVersions, createParents = false, now = () => new Date(), fileSystem = nodeFileSystem } = options
  const asked = askedOf(request)
  const id = await runId(asked)
  const earlier = await earlierRun(directory, id, asked)
  const check = earlier?.status === 'finished' ? await checkRun(directory) : undefined
  if (check?.whole) return { found: 'finished', folder: await openRun(directory) }
  const damaged = check?.files.filter(({ problem }) => problem !== undefined).map(({ path }) => path) ?? []

  const madeDirectories = await makeDirectories(directory, createParents, fileSystem)
  const removeDirectories = async (): Promise<void> => {
    for (const path of madeDirectories.toReversed()) await fileSystem.removeDirectory(path).catch(() => undefined)
  }
  try {
    const lock = await lockRun(directory, fileSystem)
    try {
      // Once more behind the lock: someone may have been faster.
      const before = await earlierRun(directory, id, asked)
      for (const path of [...(await partialsBelow(directory)), ...damaged])
        await removeInside(directory, path, fileSystem)
      const record: RunRecord = {
        ...asked,
        schemaVersion: 1,
        id,
        packageVersions,
        status: 'running',
        startedAt: before?.startedAt ?? now().toISOString(),
        finishedAt: null,
        seconds: before?.seconds ?? 0,
        secondsByPart: before?.secondsByPart ?? {},
        machine: describeMachine(),
        files: {},
        sizes: {},
      }
      await writeFileWhole(join(directory, recordName), writeRunRecord(record), fileSystem)
      const isNew = before === undefined
      const run = startRun({ directory, record, lock, fileSystem, now, madeDirectories, isNew })
      return { found: isNew ? 'new' : 'interrupted', run }
    } catch (error) {
      await lock.release()
      throw error
    }
  } catch (error) {
    await removeDirectories()
    throw error
  }
}

/**
 * The record of this very run, if a folder holds it; undefined when the folder is free for it. Changes nothing, so that many
 * folders can be looked at before the first is written.
 *
 * @throws {RunExistsError}, {InvalidFileError} or {CannotWriteError} where `createRun` would.
 */
export async function findRun(directory: string, request: RunRequest): Promise<RunRecord | undefined> {
  const asked = askedOf(request)
  return earlierRun(directory, await runId(asked), asked)
}

function askedOf({ spec, seed, backend, precision }: RunRequest): AskedRun {
  return { spec, seed, backend, precision, streamVersion }
}

/** The record of the same run, when the folder holds one; undefined when the folder is free for it. */
async function earlierRun(directory: string, id: string, asked: AskedRun): Promise<RunRecord | undefined> {
  const found = await stat(directory).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return undefined
    throw cannotWrite(directory, error)
  })
  if (found === undefined) return undefined
  if (!found.isDirectory()) {
    throw new CannotWriteError(directory, 'a file stands where a folder should be', 'choose another folder')
  }
  const record = await readRecord(directory)
  if (record !== undefined) {
    if (record.id === id) return record
    throw new RunExistsError(directory, record.id, describeOther(record, asked))
  }
  const foreign = await foreignEntries(directory)
  if (foreign.length === 0) return undefined
  const shown =
    foreign.length > 3 ? `${foreign.slice(0, 3).join(', ')} and ${foreign.length - 3} more` : foreign.join(', ')
  throw new RunExistsError(directory, undefined, `files that are no run (${shown})`)
}

function describeOther(record: RunRecord, asked: AskedRun): string {
  const fields = ['spec', 'seed', 'backend', 'precision', 'streamVersion'] as const
  const differing = fields.filter((field) => canonicalJson(record[field]) !== canonicalJson(asked[field]))
  const differences = differing.map((field) => {
    return field === 'spec' ? 'another spec' : `${field} ${record[field]} instead of ${asked[field]}`
  })
  return `another run (${record.id.slice(0, 12)}, ${record.status}), made with ${differences.join(', ')}`
}

/** The processor and how many cores this process may use, which a container's share makes fewer. */
function describeMachine(): string {
  const cores = availableParallelism()
  return `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cores} ${cores === 1 ? 'core' : 'cores'}`
}

/** Makes the folder, and the missing ones above it where that is wanted; gives those that it made, outermost first. */
async function makeDirectories(directory: string, createParents: boolean, fileSystem: FileSystem): Promise<string[]> {
  const path = resolve(directory)
  try {
    await fileSystem.makeDirectory(path)
    return [path]
  } catch (cause) {
    const code = systemCode(cause)
    if (code === 'EEXIST') return []
    // A file system may refuse to make what is there already (read-only) before it says that it is there.
    if (code !== 'ENOENT' && (await stat(path).catch(() => undefined))?.isDirectory()) return []
    if (code !== 'ENOENT' || !createParents || dirname(path) === path) throw cannotWrite(directory, cause)
  }
  const above = await makeDirectories(dirname(path), true, fileSystem)
  try {
    return [...above, ...(await makeDirectories(path, false, fileSystem))]
  } catch (error) {
    for (const made of above.toReversed()) await fileSystem.removeDirectory(made).catch(() => undefined)
    throw error
  }
}
