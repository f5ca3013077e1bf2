import type { Engine } from '@digon/formats'
import { pause, type RunStore } from '@digon/runs'
import { CellFailedError, outcomeOf, type Sweep, takeFiles, type WorkEvent } from '@digon/sweeps'
import { type QueuedTask, readResult } from './queued-task.js'
import { QueueUnavailableError, type TaskQueue } from './task-queue.js'

/**
 * Hands the tasks of a sweep out through a queue, and collects what comes back: by looking into the run's folder, which workers may
 * share, and by taking over the files that others send. The folder alone says what is done, so that a queue that was lost, or a
 * task that came twice, changes nothing.
 */
export interface HandOutOptions {
  /** Id of the run. */
  readonly run: string
  readonly sweep: Sweep
  readonly store: RunStore
  readonly engine: Engine
  /** For messages. */
  readonly shown: string
  readonly failFast: boolean
  readonly signal: AbortSignal
  readonly onEvent: (event: WorkEvent) => void
  readonly onNote: (text: string) => void
}

/** Tasks are left that cannot be had from the queue. */
export class HandOutError extends Error {
  override readonly name = 'HandOutError'
  readonly category = 'resources'
}

const roundSeconds = 0.5
/** For so long a queue may be away, for example while it is started anew. */
const patienceSeconds = 120
/** Looks at the queue at a time. */
const looksAtOnce = 16

/** Until every task is done. @throws {CellFailedError}, {HandOutError}, what `takeFiles` throws, or the signal's reason. */
export async function handOut(queue: TaskQueue, options: HandOutOptions): Promise<void> {
  const { sweep, signal, onNote } = options
  const left = new Set(sweep.tasks.keys())
  for (const task of left) if (await isDone(task, options)) left.delete(task)
  const later = new Set<number>()
  let awaySince: number | undefined
  try {
    while (left.size > 0) {
      const turn = [...left].values()
      const follow = async (): Promise<void> => {
        for (const task of turn) {
          signal.throwIfAborted()
          if (await follows(queue, task, later, options)) left.delete(task)
        }
      }
      try {
        await Promise.all(Array.from({ length: looksAtOnce }, follow))
        awaySince = undefined
      } catch (error) {
        if (!(error instanceof QueueUnavailableError)) throw error
        if (awaySince === undefined) onNote(`${error.message}; trying again`)
        awaySince ??= performance.now()
        if (performance.now() - awaySince > patienceSeconds * 1000) throw new HandOutError(error.message)
      }
      if (left.size > 0) await pause(roundSeconds, signal)
    }
  } catch (error) {
    // Nobody is there any more to take results over; in a shared folder workers would go on for nothing.
    const gone = [...left].map((task) => queue.remove(idOf(options.run, task)).catch(() => undefined))
    await Promise.race([Promise.all(gone), pause(2)])
    throw error
  }
}

/** Whether the task is done; its events are told. */
async function isDone(task: number, { sweep, store, failFast, onEvent }: HandOutOptions): Promise<boolean> {
  const outcome = await outcomeOf(store.directory, sweep.tasks[task]!)
  if (outcome === undefined) return false
  onEvent({ type: 'done', task, ...outcome })
  if (failFast && outcome.failed + outcome.diverged > 0) throw new CellFailedError('stopped, as --fail-fast asks')
  return true
}

/** One look at a task, and whatever it asks for. @returns whether it is done. */
async function follows(queue: TaskQueue, task: number, later: Set<number>, options: HandOutOptions): Promise<boolean> {
  const { run, sweep, store, engine, shown, onEvent } = options
  const id = idOf(run, task)
  if (await isDone(task, options)) {
    await queue.remove(id)
    return true
  }
  const found = await queue.look(id)
  switch (found.state) {
    case 'absent':
      await queue.add(id, queued(task, later.has(task), options))
      return false
    case 'active':
      onEvent({ type: 'progress', task, share: found.share })
      return false
    case 'completed': {
      const files = readResult(found.result)
      if (files !== undefined) await takeFiles(sweep, sweep.tasks[task]!, files, { to: store, engine, name: shown })
      const done = await isDone(task, options)
      // Else a worker found the run in another folder of that name, and left its files there.
      if (!done) later.add(task)
      await queue.remove(id)
      return done
    }
    case 'failed':
      await queue.remove(id)
      throw new HandOutError(`${sweep.tasks[task]!.folder} failed on every worker: ${found.reason}`)
    default:
      return false
  }
}

function queued(task: number, sendFiles: boolean, { run, sweep, store, engine }: HandOutOptions): QueuedTask {
  return { run, directory: store.directory, sendFiles, plan: sweep.plan, engine, task }
}

/** The same for everyone who asks for the same run: a task is in the queue once. */
function idOf(run: string, task: number): string {
  return `${run.slice(0, 32)}-${task}`
}
