/** Runs as readers see them, one's own or a stranger's. Nothing is written and nothing that a file says is believed unchecked. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { InvalidFileError, type RunRecord, readRunRecord } from '@digon/formats'
import { recordName } from './folder-content.js'
import { NotARunError, RunDamagedError } from './run-errors.js'
import { readInside } from './run-file.js'
import { isRunLocked } from './run-lock.js'

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
}

/** A run.json of this size describes some hundred thousand members. */
const maximumRecordBytes = 1 << 28

/**
 * Opens a run folder for reading.
 *
 * @throws {NotARunError} when there is no such folder, or no run.json in it.
 * @throws {InvalidFileError} when run.json cannot be believed.
 */
export async function openRun(directory: string): Promise<RunFolder> {
  const record = await readRecord(directory)
  if (record === undefined) throw new NotARunError(directory, `no ${recordName} in it`)
  const state = record.status === 'finished' ? 'finished' : (await isRunLocked(directory)) ? 'running' : 'interrupted'
  return { directory, record, state, read: (path) => readOf(directory, record, path) }
}

/**
 * The record of a folder, or undefined when it has none.
 *
 * @throws {NotARunError} when there is no such folder.
 * @throws {InvalidFileError} when run.json cannot be believed.
 */
export async function readRecord(directory: string): Promise<RunRecord | undefined> {
  const found = await stat(directory).catch(() => undefined)
  if (found === undefined) throw new NotARunError(directory, 'no such folder')
  if (!found.isDirectory()) throw new NotARunError(directory, 'a file')
  if ((await stat(join(directory, recordName)).catch(() => undefined)) === undefined) return undefined
  const file = join(directory, recordName)
  try {
    const bytes = await readInside(directory, recordName, { maximumBytes: maximumRecordBytes })
    return await readRunRecord(new TextDecoder().decode(bytes), file)
  } catch (error) {
    if (error instanceof InvalidFileError && error.file === recordName) {
      throw new InvalidFileError(file, error.field, error.reason, { cause: error })
    }
    throw error
  }
}

async function readOf(directory: string, record: RunRecord, path: string): Promise<Uint8Array> {
  if (record.status !== 'finished') return readInside(directory, path)
  const sha256 = Object.hasOwn(record.files, path) ? record.files[path] : undefined
  if (sha256 === undefined) throw new InvalidFileError(path, 'path', `not a file of the run ${directory}`)
  try {
    return await readInside(directory, path, { sha256, bytes: record.sizes[path]! })
  } catch (cause) {
    if (!(cause instanceof InvalidFileError)) throw cause
    throw new RunDamagedError(join(directory, path), `${cause.field}: ${cause.reason}`, { cause })
  }
}
