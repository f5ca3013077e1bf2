/** How far a sweep is, for those who watch: read-only, from the records and leases of its tasks. */
import type { TaskRecord } from '@digon/formats'
import { begunTasks, finishedTaskReader, isHeld, readTaskState, type Trainers, TrainerTally } from '@digon/runs'
import { type SweepTask, tasksFolder } from './expand.js'
import type { OpenedSweep } from './sweep-run.js'
import { halvesOf } from './work.js'

/** A process that trains a task. */
export interface WorkerAtWork {
  readonly host: string
  readonly pid: number
  /** Its folder inside the run. */
  readonly task: string
}

/** How far a sweep is. */
export interface SweepStatus {
  readonly state: 'running' | 'interrupted' | 'finished'
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
  /** Who trained the tasks that are done, and on what. */
  readonly trainers: readonly Trainers[]
  /** Who is at work, on which task. */
  readonly workers: readonly WorkerAtWork[]
  /** The task that has been at work for the longest time, and for how long. */
  readonly oldest: { readonly folder: string; readonly seconds: number } | undefined
  /** Until the rest is trained by as many workers as there are; undefined when nobody is at work or nothing is known. */
  readonly secondsLeft: number | undefined
}

const looksAtOnce = 32

/** Counts cells by their state, from the folder alone. */
export async function sweepStatus({
  sweep,
  store,
  isFinished,
}: Pick<OpenedSweep, 'sweep' | 'store' | 'isFinished'>): Promise<SweepStatus> {
  const count = { done: 0, failed: 0, running: 0, diverged: 0, tasksDone: 0, seconds: 0 }
  const workers: WorkerAtWork[] = []
  const tally = new TrainerTally()
  let oldest: { folder: string; since: number } | undefined
  const begun = await begunTasks(store.directory, tasksFolder)
  const readFinished = finishedTaskReader(store.directory)
  const countFinished = (
    { cells }: SweepTask,
    record: Pick<TaskRecord, 'seconds' | 'diverged' | 'trainedBy'>,
  ): true => {
    count.done += cells.length
    count.seconds += record.seconds
    count.diverged += record.diverged.length
    tally.add(record)
    return true
  }
  const look = async (task: SweepTask): Promise<boolean> => {
    if (!begun.has(task.folder)) return false
    const finished = readFinished(task.folder)
    if (finished !== undefined) return countFinished(task, finished)
    const { status, record, holder } = await readTaskState(store.directory, task.folder)
    // Since the look before.
    if (status === 'finished') return countFinished(task, record!)
    if (status === 'running') {
      count.running += task.cells.length
      if (holder?.process !== undefined) workers.push({ ...holder.process, task: task.folder })
      const since = holder?.since
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
  // Many at once: most of the time for those that are not finished is waiting for the disk.
  const left = sweep.tasks.values()
  const lookOn = async (): Promise<void> => {
    for (const task of left) if (await look(task)) count.tasksDone++
  }
  await Promise.all(Array.from({ length: looksAtOnce }, lookOn))
  const { seconds, ...shown } = count
  const isRunning = count.running > 0 || (await isHeld(store.directory))
  const state = isFinished ? 'finished' : isRunning ? 'running' : 'interrupted'
  const missing = sweep.cellCount - count.done - count.failed - count.running
  const secondsOfRest = (seconds / count.done) * (missing + count.running / 2)
  return {
    ...{ state, cells: sweep.cellCount, missing, tasks: sweep.tasks.length, ...shown },
    trainers: tally.trainers(),
    workers: workers.sort((a, b) => a.task.localeCompare(b.task)),
    oldest: oldest && { folder: oldest.folder, seconds: Math.max(0, (Date.now() - oldest.since) / 1000) },
    secondsLeft: workers.length > 0 && count.done > 0 ? secondsOfRest / workers.length : undefined,
  }
}
