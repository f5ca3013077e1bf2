/**
 * One process of this very program that does work for another, one piece after the other. What becomes of work whose process
 * ended is up to those who asked for it. It ends by itself when the process that started it is gone.
 */
import { spawn } from 'node:child_process'
import type { FromWorker, ToWorker, WorkKind, WorkKinds } from './worker-protocol.js'

/** How a piece of work ended. `dead`: its process is gone, with this exit code or signal. */
export type EndOfWork<Answer> =
  | { readonly type: 'answer'; readonly answer: Answer }
  | Exclude<FromWorker, { readonly type: 'told' | 'answer' }>
  | { readonly type: 'dead'; readonly reason: string }

export interface WorkerProcess {
  /** Never rejects. One piece at a time. */
  readonly work: <Kind extends WorkKind>(
    kind: Kind,
    asked: WorkKinds[Kind]['asked'],
    onTold?: (event: WorkKinds[Kind]['told']) => void,
  ) => Promise<EndOfWork<WorkKinds[Kind]['answer']>>
  /** Asks it to stop its work, keeping what can be resumed; it is of no more use then. */
  readonly stop: () => void
  /** Tells it that another worker has done something. */
  readonly tellChange: () => void
  readonly kill: () => void
  /** False once it is known to be gone. */
  readonly isAlive: () => boolean
  /** Lets it go when its work is done, and waits until it has ended. */
  readonly letGo: () => Promise<void>
}

/** @param kind what it will be asked for: it loads what that takes at once. */
export function startWorker(program: string, kind: WorkKind): WorkerProcess {
  const child = spawn(process.execPath, [program, 'work-process', kind], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
    // It has no business with a queue, whose address may hold a password.
    env: { ...process.env, DIGON_QUEUE: undefined },
  })
  let death: string | undefined
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(String(code ?? signal ?? 'an unknown code')))
    child.on('error', (error) => resolve(error.message))
  }).then((reason) => {
    death = reason
    return reason
  })
  // One that has gone already is told nothing: its end is noticed elsewhere.
  const say = (message: ToWorker): void => {
    if (child.connected) child.send(message, () => undefined)
  }
  return {
    async work(kind, asked, onTold) {
      let onMessage: (message: FromWorker) => void = () => undefined
      const answered = new Promise<Exclude<FromWorker, { readonly type: 'told' }>>((resolve) => {
        onMessage = (message) => {
          if (message.type === 'told') onTold?.(message.event as never)
          else resolve(message)
        }
        child.on('message', onMessage)
      })
      say({ type: 'work', kind, asked })
      const end = await Promise.race([answered, ended.then((reason) => ({ type: 'dead', reason }) as const)])
      child.off('message', onMessage)
      return end as never
    },
    stop: () => say({ type: 'stop' }),
    tellChange: () => say({ type: 'change' }),
    kill: () => void child.kill('SIGKILL'),
    isAlive: () => death === undefined && child.connected,
    async letGo() {
      if (child.connected) child.disconnect()
      await ended
    },
  }
}
