/** The processes that do the work of one command. One that dies is replaced, and what it was asked is asked again. */
import { exitCode, WorkerFailedError } from '../exit-code.js'
import { startWorker, type WorkerProcess } from './worker-process.js'
import type { WorkKind, WorkKinds } from './worker-protocol.js'

export interface PoolOptions {
  /** This very program; a pool without one starts no process. */
  readonly program: string | undefined
  /** Aborting it stops all work; what can be resumed is kept. */
  readonly signal: AbortSignal
  /** A worker died, and another takes its place. */
  readonly onDeath: (reason: string) => void
}

export interface WorkerPool {
  /** Starts workers before there is work for them, so that they load what it takes while this process prepares it. */
  readonly start: (count: number, kind: WorkKind) => void
  /**
   * Has a worker that is idle, or a new one, do a piece of work.
   *
   * @throws {WorkerFailedError} when it, or another one, failed or died again and again; the signal's reason.
   */
  readonly ask: <Kind extends WorkKind>(
    kind: Kind,
    asked: WorkKinds[Kind]['asked'],
    onTold?: (event: WorkKinds[Kind]['told']) => void,
  ) => Promise<WorkKinds[Kind]['answer']>
  /** Tells all workers that one of them has done something: those that wait for others look again. */
  readonly tellChange: () => void
  /** Lets the workers go, and waits until they have ended. May be called again. */
  readonly close: () => Promise<void>
}

/** Deaths in a row, without anything done in between, after which no worker is replaced any more. */
const mostDeaths = 5

/** How long a signal that came to a worker first may take to come to this process. */
const sameSignalMilliseconds = 200

/** Work that leaves nothing behind when it is cut off, so that nobody waits for its end. */
const keepsNothing: ReadonlySet<WorkKind> = new Set<WorkKind>(['judge', 'audit'])

export function openPool({ program, signal, onDeath }: PoolOptions): WorkerPool {
  /** `new`: nothing was asked of it yet. */
  const workers = new Map<WorkerProcess, WorkKind | 'idle' | 'new'>()
  let failure: WorkerFailedError | undefined
  let deaths = 0
  const stopAll = (): void => {
    for (const [worker, kind] of workers) {
      if (kind === 'new' || (kind !== 'idle' && keepsNothing.has(kind))) worker.kill()
      else worker.stop()
    }
  }
  const fail = (error: WorkerFailedError): void => {
    failure ??= error
    stopAll()
  }
  const throwIfEnded = (): void => {
    signal.throwIfAborted()
    if (failure !== undefined) throw failure
  }
  const newWorker = (kind: WorkKind): WorkerProcess => {
    if (program === undefined) throw new Error('there is no program to start again')
    return startWorker(program, kind)
  }
  const isFree = (kind: WorkKind | 'idle' | 'new') => kind === 'idle' || kind === 'new'
  const freeWorker = (asked: WorkKind): WorkerProcess =>
    [...workers].find(([worker, kind]) => isFree(kind) && worker.isAlive())?.[0] ?? newWorker(asked)
  signal.addEventListener('abort', stopAll)
  return {
    start(count, kind) {
      for (let started = 0; started < count; started++) workers.set(newWorker(kind), 'new')
    },
    async ask(kind, asked, onTold) {
      for (;;) {
        throwIfEnded()
        const worker = freeWorker(kind)
        workers.set(worker, kind)
        const end = await worker.work(kind, asked, (event) => {
          if ((event as { readonly type?: unknown }).type === 'done') deaths = 0
          onTold?.(event)
        })
        if (end.type === 'dead') workers.delete(worker)
        else workers.set(worker, 'idle')
        if (end.type === 'answer') {
          deaths = 0
          return end.answer
        }
        if (end.type === 'error') fail(new WorkerFailedError(end.message, end.code))
        if (end.type === 'stopped') {
          // A signal to all processes of a terminal may reach it first.
          await new Promise((resolve) => setTimeout(resolve, sameSignalMilliseconds))
          workers.delete(worker)
          void worker.letGo()
        }
        throwIfEnded()
        const reason = end.type === 'dead' ? end.reason : 'a signal'
        onDeath(`a worker ended with ${reason}`)
        if (++deaths > mostDeaths) {
          const message = `error: workers end again and again, the last with ${reason}`
          fail(new WorkerFailedError(message, exitCode.unfinished))
        }
      }
    },
    tellChange() {
      for (const worker of workers.keys()) worker.tellChange()
    },
    async close() {
      signal.removeEventListener('abort', stopAll)
      for (const [worker, kind] of workers) if (kind === 'new') worker.kill()
      await Promise.all([...workers.keys()].map((worker) => worker.letGo()))
    },
  }
}
