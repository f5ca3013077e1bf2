import { type ChildProcess, spawn } from 'node:child_process'
import type { Shard, WorkEvent } from '@digon/sweeps'

/**
 * The processes that train a sweep. Each trains on its own cores what no other has claimed; one that dies is replaced, and whatever
 * it was training is resumed by another. They end by themselves when the process that started them is gone.
 */

/** What a worker says to the process that started it. */
export type WorkerMessage =
  | WorkEvent
  /** It gives up, for a reason that every worker would meet. */
  | { readonly type: 'error'; readonly message: string; readonly code: number }

export interface WorkersOptions {
  readonly directory: string
  readonly backend: string
  readonly count: number
  /** Cores of each. */
  readonly threads: number
  readonly shard: Shard
  readonly failFast: boolean
  readonly signal: AbortSignal
  readonly onEvent: (event: WorkEvent) => void
  readonly onDeath: (reason: string) => void
}

/** A worker gave up; the message is for people. */
export class WorkerFailedError extends Error {
  override readonly name = 'WorkerFailedError'
  constructor(
    message: string,
    /** The exit code that the command would have ended with. */
    readonly code: number,
  ) {
    super(message)
  }
}

/** Deaths in a row, without a task done in between, after which no worker is replaced any more. */
const mostDeaths = 5

/** Until all tasks are done. @throws {WorkerFailedError} or the signal's reason, when every worker has ended. */
export async function runWorkers(options: WorkersOptions): Promise<void> {
  const { count, signal, onEvent, onDeath } = options
  const children = new Set<ChildProcess>()
  let failure: WorkerFailedError | undefined
  let deaths = 0
  const stopAll = (): void => {
    for (const child of children) if (child.connected) child.send({ type: 'stop' })
  }
  signal.addEventListener('abort', stopAll)
  const run = async (place: number): Promise<void> => {
    while (failure === undefined && !signal.aborted) {
      const child = startWorker(options, place)
      children.add(child)
      child.on('message', (message: WorkerMessage) => {
        if (message.type === 'error') failure ??= new WorkerFailedError(message.message, message.code)
        else onEvent(message)
        if (message.type === 'done') deaths = 0
        if (message.type === 'error') stopAll()
      })
      const ended = await endOf(child)
      children.delete(child)
      if (ended === 0 || failure !== undefined || signal.aborted) return
      onDeath(`a worker ended with ${ended}`)
      if (++deaths > mostDeaths)
        failure = new WorkerFailedError(`workers end again and again, the last with ${ended}`, 75)
    }
  }
  await Promise.all(Array.from({ length: count }, (_, place) => run(place)))
  signal.removeEventListener('abort', stopAll)
  signal.throwIfAborted()
  if (failure !== undefined) throw failure
}

function startWorker(
  { directory, backend, count, threads, shard, failFast }: WorkersOptions,
  place: number,
): ChildProcess {
  // This very program.
  const program = process.argv[1]!
  const asked = ['--backend', backend, '--threads', String(threads), '--shard', `${shard.index}/${shard.count}`]
  const args = [
    'sweep-worker',
    directory,
    ...asked,
    '--begin',
    String(place / count),
    ...(failFast ? ['--fail-fast'] : []),
  ]
  return spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
}

/** Exit code, or the name of the signal. */
function endOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('exit', (code, signal) => resolve(code ?? signal ?? 'an unknown code'))
  })
}
