import { openSweep, type WorkEvent, workOnSweep } from '@digon/sweeps'
import { openBackend } from '../backends.js'
import { describeFailure, exitCode } from '../exit-code.js'
import { InterruptedError, type Terminal } from '../terminal.js'
import { resolveShard, type ShardOption } from './shard-option.js'
import type { WorkerMessage } from './worker-processes.js'

export interface SweepWorkerOptions {
  readonly backend: string
  readonly threads: number
  readonly shard: ShardOption
  /** As `WorkOptions.begin`. */
  readonly begin: number
  readonly failFast?: true
}

/** Least time between two reports of progress. */
const reportMilliseconds = 500

/** One of the processes of a sweep: trains until nothing is left, and tells the process that started it. @returns the exit code. */
export async function sweepWorker(directory: string, options: SweepWorkerOptions, terminal: Terminal): Promise<number> {
  const stop = new AbortController()
  const abort = () => stop.abort(new InterruptedError('SIGTERM'))
  process.on('message', abort)
  process.on('disconnect', abort)
  const say = (message: WorkerMessage): void => {
    if (process.connected) process.send?.(message)
  }
  let reportedAt = 0
  const onEvent = (event: WorkEvent): void => {
    if (event.type === 'progress') {
      if (performance.now() - reportedAt < reportMilliseconds) return
      reportedAt = performance.now()
    }
    say(event)
  }
  try {
    const { backend: name, threads, begin, failFast = false } = options
    const { sweep, store, engine } = await openSweep(directory)
    const backend = await openBackend(name, { threads })
    const signal = AbortSignal.any([terminal.signal, stop.signal])
    const shard = resolveShard(options.shard, process.env)
    await workOnSweep(store, sweep, { backend, engine, shard, begin, failFast, signal, onEvent })
    return exitCode.done
  } catch (error) {
    if (error instanceof InterruptedError) return exitCode.incomplete
    const { message, code } = describeFailure(error)
    say({ type: 'error', message, code })
    return code
  } finally {
    process.off('message', abort)
    process.off('disconnect', abort)
    if (process.connected) process.disconnect?.()
  }
}
