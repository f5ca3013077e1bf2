/** A finished task from elsewhere into a run's folder, every file checked by its hash on the way. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { canonicalJson, type FileFacts, readTaskRecord, type TaskRecord, utf8Text } from '@digon/formats'
import { LeaseLostError, waitForLease } from './lease.js'
import { RunDamagedError } from './run-errors.js'
import { readWritten } from './run-file.js'
import { makeFolders, type RunStore, writeInside } from './store.js'
import { failureName, inFolder, readRecordOfTask, taskRecordName } from './task-files.js'

/** Two folders hold different results of the same task. */
export class TaskConflictError extends Error {
  override readonly name = 'TaskConflictError'
  readonly category = 'check'
  constructor(
    /** The task's folder inside both runs. */
    readonly folder: string,
    readonly directories: readonly [string, string],
  ) {
    super(
      `${folder} has other results in ${directories[0]} than in ${directories[1]}, though the same was trained; one of them was changed, or comes from another version`,
    )
  }
}

/** Where a task is copied from. */
export interface TaskSource {
  /** For messages. */
  readonly name: string
  /** Bytes of a file by its path inside the run. @throws {RunDamagedError} when it is missing or not as expected. */
  readonly read: (path: string, expected?: FileFacts) => Promise<Uint8Array>
  /** Of a task in a folder of the run; undefined when there is none. @throws {InvalidFileError} when it is invalid. */
  readonly record: (folder: string) => Promise<TaskRecord | undefined>
}

/** The folder of a run. */
export function folderSource(directory: string): TaskSource {
  return {
    name: directory,
    read: (path, expected) => readWritten(directory, path, expected),
    record: (folder) => readRecordOfTask(directory, folder),
  }
}

/** Files that were sent, by their path inside the run. @param name where they come from, for messages. */
export function filesSource(name: string, files: ReadonlyMap<string, Uint8Array>): TaskSource {
  return {
    name,
    async read(path, expected) {
      const bytes = files.get(path)
      if (bytes === undefined) throw new RunDamagedError(`${name}: ${path}`, 'missing')
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      if (expected === undefined || expected.sha256 === sha256) return bytes
      throw new RunDamagedError(`${name}: ${path}`, `SHA-256: ${sha256}; expected ${expected.sha256}`)
    },
    async record(folder) {
      const path = inFolder(folder, taskRecordName)
      const bytes = files.get(path)
      return bytes && readTaskRecord(utf8Text(bytes, path), `${name}: ${path}`)
    },
  }
}

/**
 * Copies a finished task; one that is in the run already must be the same.
 *
 * @param id `taskId` that it must have.
 * @throws {RunDamagedError} when a file is not the one that was written, {TaskConflictError}, {CannotWriteError}.
 */
export async function copyTask(from: TaskSource, to: RunStore, folder: string, id: string): Promise<void> {
  const record = await from.record(folder)
  if (record?.status !== 'finished' || record.id !== id) {
    throw new RunDamagedError(`${from.name}: ${inFolder(folder, taskRecordName)}`, 'no record of this task, finished')
  }
  const present = await readRecordOfTask(to.directory, folder)
  if (present?.status === 'finished') {
    if (resultsOf(present) !== resultsOf(record)) throw new TaskConflictError(folder, [from.name, to.directory])
    return
  }
  await underLease(to, folder, async (write) => {
    for (const [name, facts] of Object.entries(record.files)) {
      await write(name, await from.read(inFolder(folder, name), facts))
    }
    // Last, as its presence says that all is there.
    await write(taskRecordName, await from.read(inFolder(folder, taskRecordName)))
  })
}

/** Copies what is written about a task that failed. @throws as `copyTask`. */
export async function copyFailure(from: TaskSource, to: RunStore, folder: string): Promise<void> {
  const text = await from.read(inFolder(folder, failureName))
  await underLease(to, folder, (write) => write(failureName, text))
}

type Write = (name: string, bytes: Uint8Array) => Promise<void>

async function underLease(store: RunStore, folder: string, work: (write: Write) => Promise<void>): Promise<void> {
  await makeFolders(store.directory, folder, store.fileSystem)
  const lease = await waitForLease(store.leases, join(store.directory, folder, '.task.lease'))
  try {
    await work(async (name, bytes) => {
      await writeInside(store, inFolder(folder, name), bytes, lease)
    })
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error
    throw new TaskConflictError(folder, [store.directory, 'another process that is at work there'])
  } finally {
    await lease.release()
  }
}

/** What came out of a task, without who trained it and for how long. */
function resultsOf({ id, diverged, files }: TaskRecord): string {
  return canonicalJson({ id, diverged, files })
}
