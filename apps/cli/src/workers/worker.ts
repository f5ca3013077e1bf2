/** One of the processes of a command: does what it is asked, one piece after the other, until the one that started it lets it go. */
import { EventEmitter, once } from 'node:events'
import { describeFailure, exitCode } from '../exit-code.js'
import { InterruptedError, type Terminal } from '../terminal.js'
import type { FromWorker, ToWorker, WorkContext, WorkKind, WorkKinds } from './worker-protocol.js'

type Perform<Kind extends WorkKind> = (
  asked: WorkKinds[Kind]['asked'],
  context: WorkContext<WorkKinds[Kind]['told']>,
) => Promise<WorkKinds[Kind]['answer']>

/** Each is loaded when it is asked for. */
const performers: { readonly [Kind in WorkKind]: () => Promise<Perform<Kind>> } = {
  sweep: async () => (await import('../sweep/sweep-worker.js')).sweepHere,
  queued: async () => (await import('../queue/queued-worker.js')).trainQueuedHere,
  train: async () => (await import('../reproduce/reproduce-worker.js')).trainHere,
  judge: async () => (await import('../reproduce/reproduce-worker.js')).judgeHere,
  audit: async () => (await import('../audit/audit-worker.js')).auditHere,
}

/** Least time between two reports of progress. */
const reportMilliseconds = 500

/**
 * @param kind of the work that will be asked for first.
 * @returns the exit code, when the process that started this one lets it go or is gone.
 */
export async function work(kind: string, terminal: Terminal): Promise<number> {
  // What cannot be loaded is said when it is asked for.
  if (Object.hasOwn(performers, kind)) void performers[kind as WorkKind]().catch(() => undefined)
  const stop = new AbortController()
  const signal = AbortSignal.any([terminal.signal, stop.signal])
  const changes = new EventEmitter()
  let next: Promise<void> | undefined
  const nextChange = (): Promise<void> => {
    next ??= once(changes, 'change').then(() => {
      next = undefined
    })
    return next
  }
  let working = Promise.resolve()
  const onMessage = (message: ToWorker): void => {
    if (message.type === 'stop') stop.abort(new InterruptedError('SIGTERM'))
    else if (message.type === 'change') changes.emit('change')
    else working = answer(message.kind, message.asked, { signal, nextChange }).then(say)
  }
  process.on('message', onMessage)
  if (process.connected) await once(process, 'disconnect')
  process.off('message', onMessage)
  stop.abort(new InterruptedError('SIGTERM'))
  await working
  return exitCode.done
}

async function answer<Kind extends WorkKind>(
  kind: Kind,
  asked: WorkKinds[Kind]['asked'],
  context: Omit<WorkContext<never>, 'tell'>,
): Promise<FromWorker> {
  let reportedAt = Number.NEGATIVE_INFINITY
  const tell = (event: WorkKinds[Kind]['told']): void => {
    if ((event as { readonly type: string }).type === 'progress') {
      if (performance.now() - reportedAt < reportMilliseconds) return
      reportedAt = performance.now()
    }
    say({ type: 'told', event })
  }
  try {
    const perform = await performers[kind]()
    return { type: 'answer', answer: await perform(asked, { ...context, tell }) }
  } catch (error) {
    if (context.signal.aborted) return { type: 'stopped' }
    return { type: 'error', ...describeFailure(error) }
  }
}

function say(message: FromWorker): void {
  if (process.connected) process.send?.(message, () => undefined)
}
