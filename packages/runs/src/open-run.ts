/** Runs as readers see them, one's own or a stranger's. Nothing is written and nothing that a file says is believed unchecked. */
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import {
  decodeTask,
  type FileFacts,
  InvalidFileError,
  type RunRecord,
  readRunRecord,
  type TaskRecord,
  type TrainRunSpec,
  taskId,
  utf8Text,
} from '@digon/formats'
import type { TrainingTask } from '@digon/model'
import { expectedFiles, recordedTasks } from './expected-files.js'
import { pathsBelow, recordName } from './folder-content.js'
import { isLeaseName, mayBeHeld } from './lease.js'
import { NotARunError } from './run-errors.js'
import { readInside, readWritten } from './run-file.js'
import { type LoadedTask, loadTask } from './task-files.js'
import { loadTaskOfVersion1 } from './version-1.js'

/** A run folder, read-only. */
export interface RunFolder {
  readonly directory: string
  readonly record: RunRecord
  /** What is true now: a run that nobody is writing any more is `interrupted`, whatever its record says. */
  readonly state: 'running' | 'interrupted' | 'finished'
  /**
   * The bytes of a file, its size and hash checked. Of a finished run: one that run.json or a task lists. Of another run a file
   * that no task lists is given as it is.
   *
   * @throws {RunDamagedError} when a listed file is missing or not the one that was written.
   * @throws {InvalidFileError} when the path leaves the folder, or is not the run's.
   */
  readonly read: (path: string) => Promise<Uint8Array>
  /** The finished tasks, by their folder inside the run; empty for the run's own. @throws {RunDamagedError} as `read`. */
  readonly finishedTasks: () => Promise<ReadonlyMap<string, TaskRecord>>
  /** Whether a file is one that run.json or a task lists. @throws {RunDamagedError} as `read`. */
  readonly has: (path: string) => Promise<boolean>
  /** What was trained of a task in a folder of the run, its hashes checked. @throws {RunDamagedError} as `read`. */
  readonly loadTask: (folder: string, task: TrainingTask) => Promise<LoadedTask>
}

/** A run.json of this size describes some hundred thousand members. */
const maximumRecordBytes = 1 << 28

/**
 * Opens a run folder for reading.
 *
 * @throws {NotARunError} when there is no such folder, or no run.json in it.
 * @throws {InvalidFileError} when run.json is invalid.
 */
export async function openRun(directory: string): Promise<RunFolder> {
  const record = await recordOfRun(directory)
  const state = record.status === 'finished' ? 'finished' : (await isAtWork(directory)) ? 'running' : 'interrupted'
  let known: ReturnType<typeof recordedTasks> | undefined
  const tasks = (): ReturnType<typeof recordedTasks> => {
    // Those of a finished run stay as they are.
    if (state === 'finished') known ??= recordedTasks(directory, record)
    return known ?? recordedTasks(directory, record)
  }
  const listed = async () => expectedFiles(record, await tasks())
  const read = async (path: string) => readListed(directory, path, await listed(), state === 'finished')
  return {
    ...{ directory, record, state, read },
    finishedTasks: async () => new Map([...(await tasks())].filter(([, { status }]) => status === 'finished')),
    has: async (path) => (await listed()).has(path),
    async loadTask(folder, task) {
      if (record.schemaVersion === 1) return loadTaskOfVersion1({ record, read }, folder, task)
      await tasks()
      return loadTask(directory, folder, task, await taskId(task, record))
    },
  }
}

/**
 * What was asked of a run, without a look at how far it is, which takes long where it has many tasks.
 *
 * @throws as `openRun`.
 */
export async function recordOfRun(directory: string): Promise<RunRecord> {
  const record = await readRecord(directory)
  if (record === undefined) throw new NotARunError(directory, `no ${recordName} in it`)
  return record
}

/**
 * The task of a training run.
 *
 * @throws {InvalidFileError} or {InvalidEnsembleError} when run.json, or a file that it names, does not hold one.
 */
export function taskOfRun({ directory, read }: RunFolder, spec: TrainRunSpec): Promise<TrainingTask> {
  return decodeTask(spec.task, 'train', join(directory, recordName), read)
}

/**
 * The record of a folder, or undefined when it has none.
 *
 * @throws {NotARunError} when there is no such folder.
 * @throws {InvalidFileError} when run.json is invalid.
 */
export async function readRecord(directory: string): Promise<RunRecord | undefined> {
  const found = await stat(directory).catch(() => undefined)
  if (found === undefined) throw new NotARunError(directory, 'no such folder')
  if (!found.isDirectory()) throw new NotARunError(directory, 'a file')
  if ((await stat(join(directory, recordName)).catch(() => undefined)) === undefined) return undefined
  const file = join(directory, recordName)
  try {
    const bytes = await readInside(directory, recordName, { maximumBytes: maximumRecordBytes })
    return await readRunRecord(utf8Text(bytes, recordName), file)
  } catch (error) {
    if (error instanceof InvalidFileError && error.file === recordName) {
      throw new InvalidFileError(file, error.field, error.reason, { cause: error })
    }
    throw error
  }
}

/** Whether a process may be writing the run. */
async function isAtWork(directory: string): Promise<boolean> {
  return isHeld(directory, await pathsBelow(directory))
}

/**
 * Whether a process may hold one of a run's leases.
 *
 * @param paths inside the run. Default: what lies in its own folder, without those of tasks.
 */
export async function isHeld(directory: string, paths?: readonly string[]): Promise<boolean> {
  for (const path of paths ?? (await readdir(directory))) {
    if (isLeaseName(basename(path)) && (await mayBeHeld(join(directory, path)))) return true
  }
  return false
}

async function readListed(
  directory: string,
  path: string,
  listed: ReadonlyMap<string, FileFacts>,
  isFinished: boolean,
): Promise<Uint8Array> {
  const expected = listed.get(path)
  if (expected === undefined && isFinished) {
    throw new InvalidFileError(path, 'path', `not a file of the run ${directory}`)
  }
  return expected === undefined ? readInside(directory, path) : readWritten(directory, path, expected)
}
