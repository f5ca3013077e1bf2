/** How far a task of a run is, and who is at work on it, without decoding its files. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { plainRecordReader, readTaskRecord, type TaskRecord } from '@digon/formats'
import { systemCode } from './file-system.js'
import { holderOf, isLeaseName, type LeaseHolder } from './lease.js'
import { makeFolders, type RunStore } from './store.js'
import { failureName, readRecordOfTask, taskRecordName } from './task-files.js'
import { writeFileWhole } from './write-file-whole.js'

/** How far a task is, and who works on it. */
export interface TaskState {
  /** `running`: a process may be at work on it. `waiting`: nobody is, and it is not finished. */
  readonly status: 'finished' | 'failed' | 'running' | 'waiting'
  /** Undefined when there is none yet. */
  readonly record: TaskRecord | undefined
  /** Who is at work. */
  readonly holder?: LeaseHolder
}

/** A record of usual size. */
const mostBytesAtOnce = 1 << 16

/**
 * @param folder of the task inside the run.
 * @throws {InvalidFileError} when its record is invalid.
 */
export async function readTaskState(directory: string, folder: string): Promise<TaskState> {
  const names = await readdir(join(directory, folder)).catch((error: unknown): string[] => {
    if (systemCode(error) === 'ENOENT') return []
    throw error
  })
  const record = names.includes(taskRecordName) ? await readRecordOfTask(directory, folder) : undefined
  if (record?.status === 'finished') return { status: 'finished', record }
  for (const name of names) {
    const holder = isLeaseName(name) ? await holderOf(join(directory, folder, name)) : undefined
    if (holder !== undefined) return { status: 'running', record, holder }
  }
  return { status: names.includes(failureName) ? 'failed' : 'waiting', record }
}

/**
 * The folders of a run's tasks that were begun, as paths inside the run; symbolic links are none.
 *
 * @param parent the folder inside the run that holds them, such as `tasks`.
 */
export async function begunTasks(directory: string, parent: string): Promise<ReadonlySet<string>> {
  const path = join(directory, parent)
  const isFolder = await lstat(path).then(
    (found) => found.isDirectory(),
    (error: unknown) => {
      if (systemCode(error) === 'ENOENT') return false
      throw error
    },
  )
  const entries = isFolder ? await readdir(path, { withFileTypes: true }) : []
  return new Set(entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${parent}/${name}`))
}

/**
 * Reads what finished tasks took, for whoever looks at a hundred thousand of them: at once, since each look through promises takes
 * several times as long.
 *
 * @returns what reads the task of one of `begunTasks`; undefined for a task that is not finished, and where something is wrong:
 *   `readTaskState` says what.
 */
export function finishedTaskReader(
  directory: string,
): (folder: string) => Pick<TaskRecord, 'seconds' | 'diverged' | 'trainedBy'> | undefined {
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0)
  const bytes = Buffer.allocUnsafe(mostBytesAtOnce)
  const readPlain = plainRecordReader()
  return (folder) => {
    try {
      const file = openSync(join(directory, folder, taskRecordName), flags)
      try {
        const found = fstatSync(file)
        if (!found.isFile() || found.size > bytes.length) return undefined
        const text = bytes.toString('utf8', 0, readSync(file, bytes, 0, found.size, 0))
        const plain = readPlain(text)
        if (plain !== undefined) return plain
        const record = readTaskRecord(text, taskRecordName)
        return record.status === 'finished' ? record : undefined
      } finally {
        closeSync(file)
      }
    } catch {
      return undefined
    }
  }
}

/** Writes down that a task cannot even be begun; the same text whoever writes it. */
export async function writeFailure({ directory, fileSystem }: RunStore, folder: string, text: string): Promise<void> {
  await makeFolders(directory, folder, fileSystem)
  await writeFileWhole(join(directory, folder, failureName), text, { fileSystem })
}
