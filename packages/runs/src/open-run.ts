/** Runs as readers see them, one's own or a stranger's. Nothing is written and nothing that a file says is believed unchecked. */
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import {
  decodeTask,
  InvalidFileError,
  type RunRecord,
  readRunRecord,
  type TrainRunSpec,
  taskId,
  utf8Text,
} from '@digon/formats'
import type { TrainingTask } from '@digon/model'
import { pathsBelow, recordName } from './folder-content.js'
import { isLeaseName, mayBeHeld } from './lease.js'
import { NotARunError, RunDamagedError } from './run-errors.js'
import { readInside } from './run-file.js'
import { type LoadedTask, loadTask } from './task-files.js'
import { loadTaskOfVersion1 } from './version-1.js'

/** A run folder, read-only. */
export interface RunFolder {
  readonly directory: string
  readonly record: RunRecord
  /** What is true now: a run that nobody is writing any more is `interrupted`, whatever its record says. */
  readonly state: 'running' | 'interrupted' | 'finished'
  /**
   * The bytes of a file. Of a finished run: one that run.json lists, its size and hash checked.
   *
   * @throws {RunDamagedError} when a listed file is missing or not the one that was written.
   * @throws {InvalidFileError} when the path leaves the folder, or is not the run's.
   */
  readonly read: (path: string) => Promise<Uint8Array>
  /** What was trained of a task in a folder of the run, its hashes checked. @param folder empty for the run's own. */
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
  const record = await readRecord(directory)
  if (record === undefined) throw new NotARunError(directory, `no ${recordName} in it`)
  const state = record.status === 'finished' ? 'finished' : (await isAtWork(directory)) ? 'running' : 'interrupted'
  const read = (path: string): Promise<Uint8Array> => readOf(directory, record, path)
  return {
    ...{ directory, record, state, read },
    async loadTask(folder, task) {
      if (record.schemaVersion === 1) return loadTaskOfVersion1({ record, read }, folder, task)
      return loadTask(directory, folder, task, await taskId(task, record))
    },
  }
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
  for (const path of await pathsBelow(directory)) {
    if (isLeaseName(basename(path)) && (await mayBeHeld(join(directory, path)))) return true
  }
  return false
}

async function readOf(directory: string, record: RunRecord, path: string): Promise<Uint8Array> {
  if (record.status !== 'finished') return readInside(directory, path)
  const expected = Object.hasOwn(record.files, path) ? record.files[path] : undefined
  if (expected === undefined) throw new InvalidFileError(path, 'path', `not a file of the run ${directory}`)
  try {
    return await readInside(directory, path, expected)
  } catch (cause) {
    if (!(cause instanceof InvalidFileError)) throw cause
    throw new RunDamagedError(join(directory, path), `${cause.field}: ${cause.reason}`, { cause })
  }
}
