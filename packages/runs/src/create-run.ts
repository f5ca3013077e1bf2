/** Taking a folder for a run: new, resumed or joined, or recognized as done already. What is done in it comes elsewhere. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type RunRecord, type RunRequest, runId, writeRunRecord } from '@digon/formats'
import { cannotWrite } from './cannot-write-error.js'
import { checkRun } from './check-run.js'
import { differencesInWords } from './differences.js'
import { systemCode } from './file-system.js'
import { foreignEntries, pathsBelow, recordName } from './folder-content.js'
import { waitForLease } from './lease.js'
import { fileInTheWay, makeFolder } from './make-folder.js'
import { readRecord } from './open-run.js'
import { RunExistsError } from './run-errors.js'
import { openStore, type RunStore, removeInside, type StoreOptions, writeInside } from './store.js'

/** Options for a new run folder. */
export interface CreateRunOptions extends StoreOptions {
  /** Package name to version, for the record. */
  readonly packageVersions: Readonly<Record<string, string>>
  /** Whether to make the folders above the run's, too. Default false: a missing one is an error. */
  readonly createParents?: boolean
  readonly signal?: AbortSignal | undefined
}

/** A folder that is ready for a run. */
export interface CreatedRun {
  /**
   * `new`: the folder was absent or empty. `interrupted`: the same was requested before and is not finished, or is damaged since; its
   * whole files are still there, and other processes may be at work on it. `finished`: the same is done, and all files are whole.
   */
  readonly status: 'new' | 'interrupted' | 'finished'
  readonly record: RunRecord
  readonly store: RunStore
  /** Deletes everything again if the run is new and nothing came of it. */
  readonly discard: () => Promise<void>
}

/** The lease of whoever writes run.json and what else is not a task's. */
export const runLeaseName = '.run.lease'

/**
 * Takes a folder for a request. Two calls with the same request find the same run. On failure nothing of it is left behind.
 *
 * @param files to be written beside run.json, which names them by their hash.
 * @throws {RunExistsError} when the folder holds another run, one of an earlier version of Digon, or files of no run.
 * @throws {InvalidFileError} when the folder's run.json is invalid.
 * @throws {CannotWriteError} when the folder cannot be made or written, or there is a file of that name.
 */
export async function createRun(
  directory: string,
  request: RunRequest,
  options: CreateRunOptions,
  files: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<CreatedRun> {
  const { packageVersions, createParents = false, signal } = options
  const store = openStore(directory, options)
  const { spec, backend, arithmetic, streamVersion } = request
  const requested = { spec, backend, arithmetic, streamVersion }
  const id = await runId(requested)
  const before = await earlierRun(directory, id, requested)
  const isWhole = before?.status === 'finished' && (await checkRun(directory)).whole
  if (isWhole) return { status: 'finished', record: before, store, discard: async () => undefined }

  const madeDirectories = await makeFolder(directory, { createParents, fileSystem: store.fileSystem })
  const discard = async (): Promise<void> => {
    if (before !== undefined) return
    const ours = new Set([recordName, ...files.keys()])
    const others = (await pathsBelow(directory)).filter((path) => !ours.has(path) && !path.startsWith('.'))
    if (others.length > 0) return
    for (const path of ours) await removeInside(store, path).catch(() => undefined)
    for (const path of madeDirectories.toReversed()) {
      await store.fileSystem.removeDirectory(path).catch(() => undefined)
    }
  }
  try {
    const lease = await waitForLease(store.leases, join(directory, runLeaseName), signal)
    try {
      // Once more behind the lease: another process may have been faster.
      const meanwhile = await earlierRun(directory, id, requested)
      const record: RunRecord = {
        ...requested,
        schemaVersion: 2,
        id,
        packageVersions,
        status: 'running',
        startedAt: before?.startedAt ?? new Date().toISOString(),
        finishedAt: null,
        seconds: 0,
        secondsByPart: {},
        machine: 'unknown',
        files: {},
        tasks: null,
      }
      const isBegun = meanwhile !== undefined && (before === undefined || meanwhile.status === 'running')
      if (!isBegun) await writeInside(store, recordName, writeRunRecord(record), lease)
      for (const [path, bytes] of files) await writeInside(store, path, bytes, lease)
      if (isBegun) return { status: 'interrupted', record: meanwhile, store, discard: async () => undefined }
      return { status: before === undefined ? 'new' : 'interrupted', record, store, discard }
    } finally {
      await lease.release()
    }
  } catch (error) {
    await discard()
    throw error
  }
}

/** The record of the same run, when the folder holds one; undefined when the folder is free for it. */
async function earlierRun(directory: string, id: string, request: RunRequest): Promise<RunRecord | undefined> {
  const found = await stat(directory).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return undefined
    throw cannotWrite(directory, error)
  })
  if (found === undefined) return undefined
  if (!found.isDirectory()) throw fileInTheWay(directory)
  const record = await readRecord(directory)
  if (record?.schemaVersion === 1) {
    throw new RunExistsError(directory, record.id, 'a run of an earlier version of Digon, which can only be read')
  }
  if (record !== undefined) {
    if (record.id === id) return record
    throw new RunExistsError(directory, record.id, describeOther(record, request))
  }
  const foreign = await foreignEntries(directory)
  if (foreign.length === 0) return undefined
  const shown =
    foreign.length > 3 ? `${foreign.slice(0, 3).join(', ')} and ${foreign.length - 3} more` : foreign.join(', ')
  throw new RunExistsError(directory, undefined, `files that are not a run (${shown})`)
}

function describeOther(record: RunRecord, request: RunRequest): string {
  const differences = differencesInWords(fieldsOf(record), fieldsOf(request))
  return `another run (${record.id.slice(0, 12)}, ${record.status}), made with ${differences}`
}

function fieldsOf({ spec, backend, arithmetic, streamVersion }: RunRequest): Readonly<Record<string, unknown>> {
  return { ...spec, backend, arithmetic, streamVersion }
}
