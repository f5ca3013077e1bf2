/**
 * The work of a sweep: every task that no one has trained, one after the other. Any number of processes and hosts may do so in one
 * folder, for tasks are claimed by leases. A task that fails is cut in halves, and those again, until the cells that fail stand
 * alone; all others are trained.
 */
import { canonicalJson, type Engine, writeTable } from '@digon/formats'
import type { Backend, TrainingTask } from '@digon/model'
import { pause, type RunStore, readTaskState, type StoredTaskEvent, tryTask, writeFailure } from '@digon/runs'
import { cellAt, type Sweep, type SweepTask, taskOfCells } from './expand.js'
import { memberColumns } from './member-columns.js'
import { trainedRows } from './member-rows.js'
import { nameOf } from './task-name.js'

/** Which of a sweep's tasks: every `count`-th one, the first of them `index` − 1. */
export interface Shard {
  /** From 1 to `count`. */
  readonly index: number
  readonly count: number
}

/** All tasks, as one shard. */
export const wholeSweep: Shard = { index: 1, count: 1 }

/** Options of `workOnSweep`. */
export interface WorkOptions {
  readonly backend: Backend
  readonly engine: Engine
  /** Default: all tasks. */
  readonly shard?: Shard
  /** Where among the tasks to begin, from 0 up to, not including, 1: workers that begin apart do not wait for one another. */
  readonly begin?: number
  /** Whether to stop at the first cell that fails or diverges. Default false. */
  readonly failFast?: boolean
  readonly signal?: AbortSignal | undefined
  /** The next time that someone else has done a task. Without it others are looked at every second (see `Leases.retrySeconds`). */
  readonly nextChange?: () => Promise<void>
  /** Told of every task that is trained here. */
  readonly onEvent?: (event: WorkEvent) => void
}

/** What `workOnSweep` tells while it runs. */
export type WorkEvent =
  /** A task, counted from 0, has all its cells trained or failed, by whomever. */
  | { readonly type: 'done'; readonly task: number; readonly failed: number; readonly diverged: number }
  /** A share of a task is trained, from 0 to 1. */
  | { readonly type: 'progress'; readonly task: number; readonly share: number }
  /** What was there of a task cannot be used. */
  | { readonly type: 'redo'; readonly task: number; readonly reason: string }
  /** All that is left is being trained by others. */
  | { readonly type: 'wait' }

/** A cell failed or diverged, and that was asked to end the sweep. What is trained stays. */
export class CellFailedError extends Error {
  override readonly name = 'CellFailedError'
  readonly category = 'check'
}

/**
 * Trains until no task of the shard is left.
 *
 * @throws what the disk throws and what a machine lacks (`CannotWriteError`, errors of category `resources` or `unavailable`),
 * the signal's reason, or {CellFailedError}.
 */
export async function workOnSweep(store: RunStore, sweep: Sweep, options: WorkOptions): Promise<void> {
  const { shard = wholeSweep, begin = 0, signal, failFast = false, nextChange, onEvent } = options
  let left = scattered(
    sweep.tasks.map((_, index) => index).filter((index) => index % shard.count === shard.index - 1),
    begin,
  )
  let change: Promise<void> | undefined
  for (let round = 0; left.length > 0; round++) {
    if (round === 1) onEvent?.({ type: 'wait' })
    if (round > 0) await pause(store.leases.retrySeconds, signal, change)
    // From before the look: what happens while it looks is no reason to wait.
    change = nextChange?.()
    const still: number[] = []
    for (const task of left) {
      signal?.throwIfAborted()
      const outcome = await attempt(store, sweep, sweep.tasks[task]!, { ...options, task })
      if (outcome === undefined) still.push(task)
      else {
        onEvent?.({ type: 'done', task, ...outcome })
        if (failFast && outcome.failed + outcome.diverged > 0) throw new CellFailedError(failedText(outcome))
      }
    }
    left = still
  }
}

/** Trains one task, waiting while others are at work on it. @throws as `workOnSweep`. */
export async function workOnTask(
  store: RunStore,
  sweep: Sweep,
  task: number,
  options: Omit<WorkOptions, 'shard' | 'begin' | 'failFast'>,
): Promise<Outcome> {
  for (;;) {
    options.signal?.throwIfAborted()
    const outcome = await attempt(store, sweep, sweep.tasks[task]!, { ...options, task })
    if (outcome !== undefined) return outcome
    await pause(store.leases.retrySeconds, options.signal)
  }
}

function failedText({ failed, diverged }: Outcome): string {
  return `stopped, as --fail-fast asks: ${failed} cells of the task failed, ${diverged} diverged`
}

/** What became of one task. */
export interface Outcome {
  readonly failed: number
  readonly diverged: number
}

/** A task, or a part of one that was cut. Trained, or undefined while others are at work on it. */
async function attempt(
  store: RunStore,
  sweep: Sweep,
  { folder, cells, cost }: SweepTask,
  options: WorkOptions & { readonly task: number },
): Promise<Outcome | undefined> {
  const { backend, engine, task, signal, onEvent } = options
  const { status, record } = await readTaskState(store.directory, folder)
  if (status === 'finished') return { failed: 0, diverged: record!.diverged.length }
  if (status === 'failed') {
    if (cells.length === 1) return { failed: 1, diverged: 0 }
    const halves = []
    for (const half of halvesOf({ folder, cells, cost })) halves.push(await attempt(store, sweep, half, options))
    if (halves.some((half) => half === undefined)) return undefined
    return {
      failed: halves.reduce((sum, half) => sum + half!.failed, 0),
      diverged: halves.reduce((sum, half) => sum + half!.diverged, 0),
    }
  }
  const named = taskOrFailure(sweep, folder, cells)
  if (typeof named === 'string') {
    await writeFailure(store, folder, named)
    return attempt(store, sweep, { folder, cells, cost }, options)
  }
  const trained = await tryTask(store, named, backend, {
    ...{ folder, signal, failureOf: (error) => failureOf(error, sweep, cells, signal) },
    tableOf: (result) => writeTable(memberColumns(sweep), [trainedRows(sweep, folder, cells, result, engine)]),
    onEvent: (event) => report(event, named.steps, task, onEvent),
  })
  if (trained !== undefined) return { failed: 0, diverged: trained.diverged.length }
  const now = await readTaskState(store.directory, folder)
  return now.status === 'failed' ? attempt(store, sweep, { folder, cells, cost }, options) : undefined
}

/** The task, or what is written down when the settings of a cell are no ensemble. */
function taskOrFailure(sweep: Sweep, folder: string, cells: readonly number[]): TrainingTask | string {
  try {
    return taskOfCells(sweep.plan, cells, nameOf(folder))
  } catch (error) {
    const failure = failureOf(error, sweep, cells)
    if (failure === undefined) throw error
    return failure
  }
}

function report(event: StoredTaskEvent, steps: number, task: number, onEvent: WorkOptions['onEvent']): void {
  if (event.type === 'progress') onEvent?.({ type: 'progress', task, share: event.step / Math.max(1, steps) })
  else if (event.type === 'task-redo') onEvent?.({ type: 'redo', task, reason: event.reason })
}

/** The two parts of a task that failed as a whole. */
export function halvesOf({ folder, cells, cost }: SweepTask): readonly SweepTask[] {
  const middle = Math.ceil(cells.length / 2)
  return [
    { folder: `${folder}-0`, cells: cells.slice(0, middle), cost },
    { folder: `${folder}-1`, cells: cells.slice(middle), cost },
  ]
}

/** What is written down of an error that is the cells' own; undefined for what the machine lacks, and for interruptions. */
function failureOf(
  error: unknown,
  { plan }: Sweep,
  cells: readonly number[],
  signal?: AbortSignal,
): string | undefined {
  if (signal?.aborted || !(error instanceof Error)) return undefined
  const { category } = error as { readonly category?: unknown }
  const ofSystem = 'code' in error && 'syscall' in error
  if (category === 'resources' || category === 'unavailable' || ofSystem) return undefined
  const single = cells.length === 1 && cellAt(plan, cells[0]!)
  const which = single ? { seed: single.seed, coordinates: single.coordinates } : {}
  return `${canonicalJson({ reason: error.message, cells: [cells[0]!, cells.at(-1)!], ...which }, 2)}\n`
}

/** All items, in an order in which every beginning is spread over all of them, so that early rates hold for the rest. */
function scattered(items: readonly number[], begin: number): number[] {
  const count = items.length
  let stride = Math.max(1, Math.round(count * 0.618))
  while (greatestDivisor(stride, count) > 1) stride++
  const first = Math.floor(begin * count)
  return Array.from({ length: count }, (_, index) => items[(first + index * stride) % count]!)
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b)
}
