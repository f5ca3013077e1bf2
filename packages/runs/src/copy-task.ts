/** A finished task from one run's folder into another's, every file checked by its hash on the way. */
import { join } from 'node:path'
import { canonicalJson, type TaskRecord } from '@digon/formats'
import { LeaseLostError, waitForLease } from './lease.js'
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

/**
 * Copies a task, or what is written about its failure; a task that is in the run already must be the same.
 *
 * @param from the folder of a run in which the task is finished or has failed.
 * @throws {RunDamagedError} when a file is not the one that was written, {TaskConflictError}, {CannotWriteError}.
 */
export async function copyTask(from: string, to: RunStore, folder: string): Promise<void> {
  const record = await readRecordOfTask(from, folder)
  if (record?.status !== 'finished') return copyFailure(from, to, folder)
  const present = await readRecordOfTask(to.directory, folder)
  if (present?.status === 'finished') {
    if (resultsOf(present) !== resultsOf(record)) throw new TaskConflictError(folder, [from, to.directory])
    return
  }
  await underLease(to, folder, async (write) => {
    for (const [name, facts] of Object.entries(record.files))
      await write(name, await readWritten(from, inFolder(folder, name), facts))
    // Last, as its presence says that all is there.
    await write(taskRecordName, await readWritten(from, inFolder(folder, taskRecordName)))
  })
}

async function copyFailure(from: string, to: RunStore, folder: string): Promise<void> {
  const text = await readWritten(from, inFolder(folder, failureName))
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
