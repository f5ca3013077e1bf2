/** Parts of one sweep, from several folders, as one: what was trained apart is put together, checked, and finished. */
import { type CreateRunOptions, copyFailure, differencesInWords, folderSource, readTaskState } from '@digon/runs'
import type { SweepTask } from './expand.js'
import { beginSweep, finishSweep, type OpenedSweep, openSweep, type SweepEnd } from './sweep-run.js'
import { copySweepTask } from './task-results.js'
import { halvesOf } from './work.js'

/** A folder holds another sweep than the others. */
export class DifferentSweepsError extends Error {
  override readonly name = 'DifferentSweepsError'
  readonly category = 'input'
}

/** What became of the parts. */
export interface MergedSweep {
  /** Tasks that were found in some folder. */
  readonly found: number
  /** Numbers of the tasks that none of them has. */
  readonly missing: readonly number[]
  readonly tasks: number
}

/**
 * @param sources folders of the same plan, trained by the same engine; they stay as they are.
 * @param directory a new folder, or one that holds a part of the same sweep.
 * @throws {DifferentSweepsError} when plans or engines differ; {TaskConflictError} when two folders hold different results of a
 * task; {RunDamagedError} when a file is not the one that was written.
 */
export async function mergeSweeps(
  sources: readonly string[],
  directory: string,
  options: CreateRunOptions & SweepEnd,
): Promise<MergedSweep> {
  const opened: (OpenedSweep & { readonly source: string })[] = []
  for (const source of sources) opened.push({ source, ...(await openSweep(source)) })
  const [first] = opened
  if (first === undefined) throw new DifferentSweepsError('no folder to merge; expected at least one')
  for (const { source, plan, engine } of opened) {
    const differences = differencesInWords({ ...plan, ...engine }, { ...first.plan, ...first.engine })
    if (differences === '') continue
    throw new DifferentSweepsError(
      `${source} holds another sweep than ${first.source}: ${differences}; expected parts of one plan`,
    )
  }
  const begun = await beginSweep(directory, first.plan, { ...options, engine: first.engine })
  const { store } = begun.run
  const { engine } = first
  const copy = async (task: SweepTask): Promise<void> => {
    for (const { source } of opened) {
      options.signal?.throwIfAborted()
      const { status } = await readTaskState(source, task.folder)
      if (status === 'finished')
        await copySweepTask(begun.sweep, task, { from: folderSource(source), to: store, engine })
      if (status !== 'failed') continue
      await copyFailure(folderSource(source), store, task.folder)
      if (task.cells.length > 1) for (const half of halvesOf(task)) await copy(half)
    }
  }
  for (const task of begun.sweep.tasks) await copy(task)
  const missing = await finishSweep(begun, options)
  const { length: tasks } = begun.sweep.tasks
  return { found: tasks - missing.length, missing, tasks }
}
