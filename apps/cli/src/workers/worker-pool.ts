/**
 * The processes that do the work of one command, each a process of this very program. One that dies is replaced, and what it was
 * asked is asked again. They end by themselves when the process that started them is gone.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { exitCode, WorkerFailedError } from '../exit-code.js'
import type { FromWorker, ToWorker, WorkKind, WorkKinds } from './worker-protocol.js'

export interface PoolOptions {
  /** This very program; a pool without one starts no process. */
  readonly program: string | undefined
  /** Aborting it stops all work; what can be resumed is kept. */
  readonly signal: AbortSignal
  /** A worker died, and another takes its place. */
  readonly onDeath: (reason: string) => void
}

export interface WorkerPool {
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
  /** Lets the workers go, and waits until they have ended. */
  readonly close: () => Promise<void>
}

/** Deaths in a row, without anything done in between, after which no worker is replaced any more. */
const mostDeaths = 5

/** How long a signal that came to a worker first may take to come to this process. */
const sameSignalMilliseconds = 200

/** Work that leaves nothing behind when it is cut off, so that nobody waits for its end. */
const keepsNothing: ReadonlySet<WorkKind> = new Set<WorkKind>(['judge', 'audit'])

export function openPool({ program, signal, onDeath }: PoolOptions): WorkerPool {
  const children = new Map<ChildProcess, WorkKind | 'idle'>()
  let failure: WorkerFailedError | undefined
  let deaths = 0
  const stopAll = (): void => {
    for (const [child, kind] of children) {
      if (kind !== 'idle' && keepsNothing.has(kind)) child.kill('SIGKILL')
      else if (child.connected) say(child, { type: 'stop' })
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
  const idleWorker = (): ChildProcess => {
    const idle = [...children].find(([child, kind]) => kind === 'idle' && child.connected)
    if (idle !== undefined) return idle[0]
    if (program === undefined) throw new Error('there is no program to start again')
    return startWorker(program)
  }
  signal.addEventListener('abort', stopAll)
  return {
    async ask(kind, asked, onTold) {
      for (;;) {
        throwIfEnded()
        const child = idleWorker()
        children.set(child, kind)
        const end = await endOfWork(child, { type: 'work', kind, asked }, (event) => {
          if ((event as { readonly type?: unknown }).type === 'done') deaths = 0
          onTold?.(event as never)
        })
        if (end.type === 'dead') children.delete(child)
        else children.set(child, 'idle')
        if (end.type === 'answer') {
          deaths = 0
          return end.answer as never
        }
        if (end.type === 'error') fail(new WorkerFailedError(end.message, end.code))
        if (end.type === 'stopped') {
          // A signal to all processes of a terminal may reach it first.
          await new Promise((resolve) => setTimeout(resolve, sameSignalMilliseconds))
          children.delete(child)
          void letGo(child)
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
    async close() {
      signal.removeEventListener('abort', stopAll)
      await Promise.all([...children.keys()].map(letGo))
    },
  }
}

function startWorker(program: string): ChildProcess {
  return spawn(process.execPath, [program, 'work-process'], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  })
}

/** A worker that has gone already is told nothing: its end is noticed elsewhere. */
function say(child: ChildProcess, message: ToWorker): void {
  child.send(message, () => undefined)
}

type EndOfWork = Exclude<FromWorker, { readonly type: 'told' }> | { readonly type: 'dead'; readonly reason: string }

function endOfWork(child: ChildProcess, work: ToWorker, onTold: (event: unknown) => void): Promise<EndOfWork> {
  return new Promise((resolve) => {
    const end = (how: EndOfWork): void => {
      child.off('message', onMessage)
      child.off('exit', onExit)
      child.off('error', onError)
      resolve(how)
    }
    const onMessage = (message: FromWorker): void => {
      if (message.type === 'told') onTold(message.event)
      else end(message)
    }
    const onExit = (code: number | null, signal: string | null): void =>
      end({ type: 'dead', reason: String(code ?? signal ?? 'an unknown code') })
    const onError = (error: Error): void => end({ type: 'dead', reason: error.message })
    child.on('message', onMessage)
    child.on('exit', onExit)
    child.on('error', onError)
    say(child, work)
  })
}

function letGo(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    if (child.connected) child.disconnect()
  })
}
