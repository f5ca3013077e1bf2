/** How far a sweep is, for those who watch: read-only, from the records and leases of its tasks. */
import { readTaskState } from '@digon/runs'
import type { SweepTask } from './expand.js'
import type { OpenedSweep } from './sweep-run.js'
import { halvesOf } from './work.js'

/** How far a sweep is. */
export interface SweepStatus {
  readonly state: OpenedSweep['state']
  /** All of them; the four below and these are equal. */
  readonly cells: number
  /** Trained, those that diverged among them. */
  readonly done: number
  readonly failed: number
  readonly running: number
  readonly missing: number
  /** Among those that are done. */
  readonly diverged: number
  readonly tasks: number
  readonly tasksDone: number
  /** Who is at work. */
  readonly workers: readonly string[]
  /** The task that has been at work for the longest time, and for how long. */
  readonly oldest: { readonly folder: string; readonly seconds: number } | undefined
  /** Until the rest is trained by as many workers as there are; undefined when nobody is at work or nothing is known. */
  readonly secondsLeft: number | undefined
}

const looksAtOnce = 32

/** Counts cells by their state, from the folder alone. */
export async function sweepStatus({ sweep, store, state }: OpenedSweep): Promise<SweepStatus> {
  const count = { done: 0, failed: 0, running: 0, diverged: 0, tasksDone: 0, seconds: 0 }
  const workers = new Set<string>()
  let oldest: { folder: string; since: number } | undefined
  const look = async (task: SweepTask): Promise<boolean> => {
    const { status, record, worker, since } = await readTaskState(store.directory, task.folder)
    if (status === 'finished') {
      count.done += task.cells.length
      count.seconds += record!.seconds
      count.diverged += record!.diverged.length
      return true
    }
    if (status === 'running') {
      count.running += task.cells.length
      if (worker !== undefined) workers.add(worker)
      if (since !== undefined && since < (oldest?.since ?? Number.POSITIVE_INFINITY))
        oldest = { folder: task.folder, since }
    }
    if (status !== 'failed') return false
    if (task.cells.length === 1) {
      count.failed++
      return true
    }
    const [first, second] = halvesOf(task)
    const halves = [await look(first!), await look(second!)]
    return halves.every(Boolean)
  }
  // Many at once: most of the time is waiting for the disk.
  const left = sweep.tasks.values()
  const lookOn = async (): Promise<void> => {
    for (const task of left) if (await look(task)) count.tasksDone++
  }
  await Promise.all(Array.from({ length: looksAtOnce }, lookOn))
  const { seconds, ...shown } = count
  const missing = sweep.cellCount - count.done - count.failed - count.running
  const secondsOfRest = (seconds / count.done) * (missing + count.running / 2)
  return {
    ...{ state, cells: sweep.cellCount, missing, tasks: sweep.tasks.length, ...shown },
    workers: [...workers].sort(),
    oldest: oldest && { folder: oldest.folder, seconds: Math.max(0, (Date.now() - oldest.since) / 1000) },
    secondsLeft: workers.size > 0 && count.done > 0 ? secondsOfRest / workers.size : undefined,
  }
}
