/** The end of a run: its own files, then run.json with their hashes. Of several processes one writes, the others wait for it. */
import { join } from 'node:path'
import { type FileFacts, type RunRecord, tasksDigest, writeRunRecord } from '@digon/formats'
import { type CreatedRun, runLeaseName } from './create-run.js'
import { partialsBelow, recordName } from './folder-content.js'
import { LeaseLostError, waitForLease } from './lease.js'
import { readRecord } from './open-run.js'
import { factsInside } from './run-file.js'
import { removeInside, writeInside } from './store.js'
import { readTaskRecords } from './task-files.js'
import { describeMachine } from './trained-by.js'

/** How a run ended. */
export interface RunEnd {
  /** Files that `createRun` wrote beside run.json. */
  readonly files?: Iterable<string>
  /** Writes what else is not a task's. Called at most once, when no other process has done it. */
  readonly writeFiles?: (write: (path: string, content: Uint8Array | string) => Promise<void>) => Promise<void>
  /** As `RunRecord.secondsByPart`; asked when all files are written. */
  readonly secondsByPart?: () => Readonly<Record<string, number>>
  readonly packageVersions: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

/**
 * Writes run.json with status `finished`, when every task of the run is.
 *
 * @throws {CannotWriteError} when the disk does not take it; the signal's reason.
 */
export async function finishRun({ store, record: begun }: CreatedRun, end: RunEnd): Promise<RunRecord> {
  const { directory, leases } = store
  for (;;) {
    const lease = await waitForLease(leases, join(directory, runLeaseName), end.signal)
    try {
      const found = await readRecord(directory)
      if (found?.id === begun.id && found.status === 'finished') return found
      for (const path of await partialsBelow(directory)) await removeInside(store, path)
      const files: Record<string, FileFacts> = {}
      for (const path of end.files ?? []) files[path] = await factsInside(directory, path)
      await end.writeFiles?.(async (path, content) => {
        end.signal?.throwIfAborted()
        files[path] = await writeInside(store, path, content, lease)
      })
      const tasks = await readTaskRecords(directory)
      const secondsByPart = end.secondsByPart?.() ?? {}
      const seconds = [...tasks.values(), ...Object.values(secondsByPart).map((value) => ({ seconds: value }))]
      const record: RunRecord = {
        ...begun,
        packageVersions: end.packageVersions,
        status: 'finished',
        finishedAt: new Date().toISOString(),
        seconds: Math.round(seconds.reduce((sum, part) => sum + part.seconds, 0) * 1000) / 1000,
        secondsByPart,
        machine: describeMachine(),
        files,
        tasks: await tasksDigest(tasks),
      }
      await writeInside(store, recordName, writeRunRecord(record), lease)
      return record
    } catch (error) {
      if (!(error instanceof LeaseLostError)) throw error
    } finally {
      await lease.release()
    }
  }
}
