/** How far a task of a run is, and who is at work on it, without decoding its files. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { TaskRecord } from '@digon/formats'
import { systemCode } from './file-system.js'
import { holderOf, isLeaseName } from './lease.js'
import { makeFolders, type RunStore } from './store.js'
import { failureName, readRecordOfTask } from './task-files.js'
import { writeFileWhole } from './write-file-whole.js'

/** How far a task is, and who works on it. */
export interface TaskState {
  /** `running`: a process may be at work on it. `waiting`: nobody is, and it is not finished. */
  readonly status: 'finished' | 'failed' | 'running' | 'waiting'
  /** Undefined when there is none yet. */
  readonly record: TaskRecord | undefined
  /** Who is at work, for people: `process 123 on machine-a`. */
  readonly worker?: string
  /** When they began, in milliseconds since 1970 by the disk's clock. */
  readonly since?: number
}

/**
 * @param folder of the task inside the run.
 * @throws {InvalidFileError} when its record is invalid.
 */
export async function readTaskState(directory: string, folder: string): Promise<TaskState> {
  const names = await readdir(join(directory, folder)).catch((error: unknown): string[] => {
    if (systemCode(error) === 'ENOENT') return []
    throw error
  })
  const record = names.includes('task.json') ? await readRecordOfTask(directory, folder) : undefined
  if (record?.status === 'finished') return { status: 'finished', record }
  for (const name of names) {
    const holder = isLeaseName(name) ? await holderOf(join(directory, folder, name)) : undefined
    if (holder !== undefined) return { status: 'running', record, ...holder }
  }
  return { status: names.includes(failureName) ? 'failed' : 'waiting', record }
}

/** Writes down that a task cannot even be begun; the same text whoever writes it. */
export async function writeFailure({ directory, fileSystem }: RunStore, folder: string, text: string): Promise<void> {
  await makeFolders(directory, folder, fileSystem)
  await writeFileWhole(join(directory, folder, failureName), text, { fileSystem })
}
