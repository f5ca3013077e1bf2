import { type ChildProcess, spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { openRun, withTemporaryFolder } from '@digon/runs'
import { expandPlan, filesOf } from '@digon/sweeps'
import { exitCode } from '../exit-code.js'
import { InterruptedError, type Terminal } from '../terminal.js'
import type { QueueAddress } from './queue-address.js'
import { type QueuedTask, readQueuedTask, type TaskResult, writeResult } from './queued-task.js'
import { openConsumer } from './task-queue.js'
import type { TrainerMessage, TrainerOrder } from './trainer.js'

export interface WorkerOptions {
  readonly queue: QueueAddress
  /** Processes that train, one core each; default all cores. */
  readonly jobs?: number
  /** Ends after so many seconds without a task; default never. */
  readonly idleSeconds?: number
  readonly lockSeconds: number
}

/**
 * `digon worker`: trains tasks that a queue hands out, for whatever sweep, until it is told to end. In the run's own folder where
 * it finds that here, else in a folder of its own, from which it sends the results back.
 *
 * @returns the exit code.
 */
export async function workerCommand(options: WorkerOptions, terminal: Terminal): Promise<number> {
  const { queue, jobs: count = availableParallelism(), idleSeconds, lockSeconds } = options
  const { signal } = terminal
  const trainers = new Set<Trainer>()
  const free: Trainer[] = []
  let [atWork, lastAt] = [0, performance.now()]
  const consumer = await openConsumer(queue, {
    ...{ count, lockSeconds },
    onTrouble: (text) => terminal.error(`the queue at ${queue.shown}: ${text}`),
    async run(data, report) {
      signal.throwIfAborted()
      atWork++
      const trainer = free.pop() ?? startTrainer()
      trainers.add(trainer)
      try {
        return await trainQueued(trainer, readQueuedTask(data), report)
      } finally {
        atWork--
        lastAt = performance.now()
        if (trainer.isAlive()) free.push(trainer)
        else trainers.delete(trainer)
      }
    },
  })
  terminal.error(`waiting for tasks at ${queue.shown}, ${count} at a time`)
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const isIdle = idleSeconds !== undefined && atWork === 0 && performance.now() - lastAt >= idleSeconds * 1000
      if (!isIdle && !signal.aborted) return
      clearInterval(timer)
      resolve()
    }, 100)
  })
  for (const trainer of trainers) trainer.stop()
  await consumer.close()
  if (!signal.aborted) return exitCode.done
  const { reason } = signal
  terminal.error('stopping; unfinished tasks go back to the queue')
  return reason instanceof InterruptedError && reason.signal === 'SIGINT' ? exitCode.interrupted : exitCode.incomplete
}

async function trainQueued(
  trainer: Trainer,
  { run, directory, sendFiles, plan, engine, task }: QueuedTask,
  report: (share: number) => void,
): Promise<TaskResult> {
  if (!sendFiles && (await isRunHere(directory, run))) {
    await trainer.train({ type: 'train', plan, engine, task, directory, isShared: true }, report)
    return null
  }
  return withTemporaryFolder(async (folder) => {
    await trainer.train({ type: 'train', plan, engine, task, directory: folder, isShared: false }, report)
    return writeResult(await filesOf(folder, expandPlan(plan).tasks[task]!))
  })
}

async function isRunHere(directory: string, run: string): Promise<boolean> {
  try {
    return (await openRun(directory)).record.id === run
  } catch {
    return false
  }
}

interface Trainer {
  /** Rejects when the task cannot be trained here, or the process ends. One task at a time. */
  readonly train: (order: TrainerOrder, report: (share: number) => void) => Promise<void>
  readonly stop: () => void
  readonly isAlive: () => boolean
}

function startTrainer(): Trainer {
  // This very program.
  const args = [process.argv[1]!, 'queue-trainer', '--threads', '1']
  const child: ChildProcess = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // A trainer has no business with the queue.
    env: { ...process.env, DIGON_QUEUE: undefined },
  })
  let ended: string | undefined
  child.on('error', (error) => {
    ended ??= error.message
  })
  child.on('exit', (code, by) => {
    ended ??= String(code ?? by)
  })
  const ready = new Promise<void>((resolve) => {
    child.once('message', () => resolve())
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  return {
    async train(order, report) {
      await ready
      if (ended !== undefined) throw new Error(`a trainer ended with ${ended}`)
      await new Promise<void>((resolve, reject) => {
        const onMessage = (message: TrainerMessage): void => {
          if (message.type === 'progress') report(message.share)
          else settle(message.type === 'error' ? new Error(message.message) : undefined)
        }
        const onExit = (code: number | null, by: string | null): void => {
          settle(new Error(`a trainer ended with ${code ?? by}`))
        }
        const settle = (error: Error | undefined): void => {
          child.off('message', onMessage)
          child.off('exit', onExit)
          if (error === undefined) resolve()
          else reject(error)
        }
        child.on('message', onMessage)
        child.on('exit', onExit)
        child.send(order)
      })
    },
    stop: () => {
      if (child.connected) child.send({ type: 'stop' })
    },
    isAlive: () => ended === undefined,
  }
}
