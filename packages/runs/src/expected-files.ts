/** What the files of a run must be: by run.json and, which its one hash over all tasks vouches for, by every task.json. */
import { join } from 'node:path'
import { type FileFacts, InvalidFileError, type RunRecord, type TaskRecord, tasksDigest } from '@digon/formats'
import { recordName } from './folder-content.js'
import { RunDamagedError } from './run-errors.js'
import { inFolder, readTaskRecords } from './task-files.js'

/** The size and hash of every file of a run that is known by them. @param tasks its tasks, by their folder. */
export function expectedFiles(record: RunRecord, tasks: ReadonlyMap<string, TaskRecord>): Map<string, FileFacts> {
  const expected = new Map<string, FileFacts>(Object.entries(record.files))
  for (const [folder, { files }] of tasks) {
    for (const [name, facts] of Object.entries(files)) expected.set(inFolder(folder, name), facts)
  }
  return expected
}

/**
 * The tasks of a run that have a record, by their folder. Of a run that is not finished, invalid records are left out: it makes
 * them again.
 *
 * @throws {RunDamagedError} when the run is finished and its tasks are not those that it was finished with.
 */
export async function recordedTasks(directory: string, record: RunRecord): Promise<ReadonlyMap<string, TaskRecord>> {
  if (record.status !== 'finished') return readTaskRecords(directory, () => undefined)
  if (record.tasks === null) return new Map()
  const records = await readTaskRecords(directory).catch((cause: unknown) => {
    if (!(cause instanceof InvalidFileError)) throw cause
    throw new RunDamagedError(join(directory, cause.file), `${cause.field}: ${cause.reason}`, { cause })
  })
  const digest = await tasksDigest(records)
  if (digest === record.tasks) return records
  throw new RunDamagedError(join(directory, recordName), `tasks: ${digest}; expected ${record.tasks}`)
}
