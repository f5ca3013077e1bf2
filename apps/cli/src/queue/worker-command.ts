import { availableParallelism } from 'node:os'
import { recordOfRun, withTemporaryFolder } from '@digon/runs'
import { expandPlan, filesOf } from '@digon/sweeps'
import { exitCode } from '../exit-code.js'
import { InterruptedError, type Terminal } from '../terminal.js'
import { startWorker, type WorkerProcess } from '../workers/worker-process.js'
import type { QueueAddress } from './queue-address.js'
import { type QueuedTask, readQueuedTask, type TaskResult, writeResult } from './queued-task.js'
import { openConsumer } from './task-queue.js'

export interface WorkerOptions {
  readonly queue: QueueAddress
  /** Processes that train, one core each; default all cores. */
  readonly jobs?: number
  /** Ends after so many seconds without a task; default never. */
  readonly idleSeconds?: number
  readonly lockSeconds: number
  /** As `StoreOptions.checkpointSeconds`. */
  readonly checkpointSeconds?: number
}

/**
 * `digon worker`: trains tasks that a queue hands out, for whatever sweep, until it is told to end. In the run's own folder where
 * it finds that here, else in a folder of its own, from which it sends the results back.
 *
 * @returns the exit code.
 */
export async function workerCommand(options: WorkerOptions, terminal: Terminal): Promise<number> {
  const { queue, jobs: count = availableParallelism(), idleSeconds, lockSeconds, checkpointSeconds } = options
  const { signal, program } = terminal
  if (program === undefined) throw new Error('there is no program to start again')
  const workers = new Set<WorkerProcess>()
  const idle: WorkerProcess[] = []
  let [atWork, lastAt] = [0, performance.now()]
  const consumer = await openConsumer(queue, {
    ...{ count, lockSeconds },
    onTrouble: (text) => terminal.error(`the queue at ${queue.shown}: ${text}`),
    async run(data, report) {
      signal.throwIfAborted()
      atWork++
      const worker = idle.pop() ?? startWorker(program, 'queued')
      workers.add(worker)
      try {
        return await trainQueued(worker, readQueuedTask(data), { report, checkpointSeconds })
      } finally {
        atWork--
        lastAt = performance.now()
        if (worker.isAlive()) idle.push(worker)
        else workers.delete(worker)
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
  for (const worker of workers) worker.stop()
  await consumer.close()
  await Promise.all([...workers].map((worker) => worker.letGo()))
  if (!signal.aborted) return exitCode.done
  const { reason } = signal
  terminal.error('stopping; unfinished tasks go back to the queue')
  return reason instanceof InterruptedError && reason.signal === 'SIGINT' ? exitCode.interrupted : exitCode.incomplete
}

async function trainQueued(
  worker: WorkerProcess,
  { run, directory, sendFiles, plan, engine, task }: QueuedTask,
  {
    report,
    checkpointSeconds,
  }: Pick<WorkerOptions, 'checkpointSeconds'> & { readonly report: (share: number) => void },
): Promise<TaskResult> {
  const train = async (place: { readonly directory: string; readonly isShared: boolean }): Promise<void> => {
    const asked = { ...place, plan, engine, task, threads: 1, checkpointSeconds }
    const end = await worker.work('queued', asked, (event) => {
      if (event.type === 'progress') report(event.share)
    })
    if (end.type === 'answer') return
    // Told to end by someone else than this process: of no more use.
    if (end.type === 'stopped') await worker.letGo()
    throw new Error(
      end.type === 'error' ? end.message : `a worker ended with ${end.type === 'dead' ? end.reason : 'a signal'}`,
    )
  }
  if (!sendFiles && (await isRunHere(directory, run))) {
    await train({ directory, isShared: true })
    return null
  }
  return withTemporaryFolder(async (folder) => {
    await train({ directory: folder, isShared: false })
    return writeResult(await filesOf(folder, expandPlan(plan).tasks[task]!))
  })
}

async function isRunHere(directory: string, run: string): Promise<boolean> {
  try {
    return (await recordOfRun(directory)).id === run
  } catch {
    return false
  }
}
