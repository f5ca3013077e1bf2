import { setTimeout as wait } from 'node:timers/promises'
import { type QueueAddress, withoutPassword } from './queue-address.js'
import type { QueuedTask, TaskResult } from './queued-task.js'

/**
 * Queues of BullMQ, on Redis or PostgreSQL, as far as sweeps need them. BullMQ and the driver of the database are loaded when a
 * queue is asked for, and are not needed otherwise. Whatever is thrown here has no password in it.
 */

/** The queue, or what it takes to use one, cannot be had. */
export class QueueUnavailableError extends Error {
  override readonly name = 'QueueUnavailableError'
  readonly category = 'unavailable'
  /** The server is there, and says that it is starting or stopping just now. */
  readonly isStarting: boolean

  constructor(message: string, { isStarting = false, ...options }: ErrorOptions & { isStarting?: boolean } = {}) {
    super(message, options)
    this.isStarting = isStarting
  }
}

/** Where a task is. `absent`: the queue does not know it (any more). */
export type QueuedState =
  | { readonly state: 'absent' | 'waiting' }
  /** A worker has it. `share`: how much of it is trained, from 0 to 1. */
  | { readonly state: 'active'; readonly share: number }
  | { readonly state: 'completed'; readonly result: unknown }
  | { readonly state: 'failed'; readonly reason: string }

/** As those see it who hand tasks out. Calls reject with {QueueUnavailableError}. */
export interface TaskQueue {
  /** Adding a task that is there already changes nothing. */
  readonly add: (id: string, task: QueuedTask) => Promise<void>
  readonly look: (id: string) => Promise<QueuedState>
  /** A task that a worker has just now stays. */
  readonly remove: (id: string) => Promise<void>
  readonly close: () => Promise<void>
}

export interface ConsumerOptions {
  /** Tasks at a time, an integer ≥ 1. */
  readonly count: number
  /** Seconds after which a task of a worker that died is another's. */
  readonly lockSeconds: number
  /** @param report is told the share that is trained. A task whose call rejects is given back to the queue. */
  readonly run: (data: unknown, report: (share: number) => void) => Promise<TaskResult>
  /** Something went wrong that may mend itself, such as a connection that was lost. */
  readonly onTrouble: (text: string) => void
}

export interface Consumer {
  /** No further task is taken; resolves when those at hand have ended. */
  readonly close: () => Promise<void>
}

const name = 'digon-sweeps'
/** A worker that is told to end gives its task back, which counts as one; a task that brings workers down ends here. */
const attempts = 100
/** After which a server that does not answer is not there. */
const patienceMilliseconds = 15_000

type Bullmq = typeof import('bullmq')

/** @throws {QueueUnavailableError} */
export function openQueue(address: QueueAddress): Promise<TaskQueue> {
  return onceStarted(() => openQueueNow(address))
}

/** @throws {QueueUnavailableError} */
export function openConsumer(address: QueueAddress, options: ConsumerOptions): Promise<Consumer> {
  return onceStarted(() => openConsumerNow(address, options))
}

/** PostgreSQL's "cannot connect now": it is starting or stopping. Texts are in the server's language; clients of Redis wait by themselves. */
const cannotConnectNow = '57P03'

async function onceStarted<Opened>(open: () => Promise<Opened>): Promise<Opened> {
  const until = performance.now() + patienceMilliseconds
  for (;;) {
    try {
      return await open()
    } catch (error) {
      const isStarting = error instanceof QueueUnavailableError && error.isStarting
      if (!isStarting || performance.now() > until) throw error
      await wait(200)
    }
  }
}

async function openQueueNow(address: QueueAddress): Promise<TaskQueue> {
  const { bullmq, factory, connection } = await load(address)
  const { Queue } = bullmq.withBackend(factory as never) as ReturnType<Bullmq['withBackend']>
  const queue = new Queue(name, { connection })
  queue.on('error', () => undefined)
  const ask = <Answer>(call: () => Promise<Answer>): Promise<Answer> => answered(call, address)
  await ask(() => ready(queue)).catch((error: unknown) => {
    void queue.close().catch(() => undefined)
    throw error
  })
  return {
    add: (id, task) =>
      ask(async () => {
        await queue.add('task', task, { jobId: id, attempts, backoff: { type: 'fixed', delay: 200 } })
      }),
    look: (id) =>
      ask(async (): Promise<QueuedState> => {
        const job = await queue.getJob(id)
        if (job === undefined) return { state: 'absent' }
        const state = await job.getState()
        if (state === 'completed') return { state, result: job.returnvalue }
        if (state === 'failed') return { state, reason: withoutPassword(String(job.failedReason), address) }
        if (state === 'active') return { state, share: typeof job.progress === 'number' ? job.progress : 0 }
        return { state: state === 'unknown' ? 'absent' : 'waiting' }
      }),
    remove: (id) =>
      ask(async () => {
        await queue.remove(id).catch(() => 0)
      }),
    close: async () => {
      await Promise.race([queue.close().catch(() => undefined), pause(2000)])
    },
  }
}

async function openConsumerNow(address: QueueAddress, options: ConsumerOptions): Promise<Consumer> {
  const { count, lockSeconds, run, onTrouble } = options
  const { bullmq, factory, connection } = await load(address)
  const { Worker } = bullmq.withBackend(factory as never) as ReturnType<Bullmq['withBackend']>
  const process = (job: { data: unknown; updateProgress: (share: number) => Promise<void> }) =>
    run(job.data, (share) => void job.updateProgress(share).catch(() => undefined))
  const milliseconds = lockSeconds * 1000
  const worker = new Worker(name, process as never, {
    connection,
    concurrency: count,
    lockDuration: milliseconds,
    stalledInterval: milliseconds / 2,
    // A worker that dies says nothing about the task: `attempts` is the limit.
    maxStalledCount: attempts,
  })
  worker.on('error', (error: Error) => onTrouble(withoutPassword(error.message, address)))
  await answered(() => ready(worker), address).catch((error: unknown) => {
    void worker.close(true).catch(() => undefined)
    throw error
  })
  return { close: () => worker.close() }
}

/** @throws {QueueUnavailableError} when a package is missing. */
async function load({ kind, url }: QueueAddress) {
  const driver = kind === 'redis' ? 'ioredis' : 'pg'
  const bullmq = await import('bullmq').catch((cause: unknown) => missing(['bullmq', driver], cause))
  await import(driver).catch((cause: unknown) => missing([driver], cause))
  if (kind === 'redis') return { bullmq, factory: bullmq.createRedisBackend, connection: redisOptions(url) }
  return { bullmq, factory: bullmq.createPostgresBackend, connection: { connectionString: url, migrate: true, max: 4 } }
}

/** Commands wait while a lost connection comes back. */
function redisOptions(url: string): object {
  const { protocol, hostname, port, username, password, pathname } = new URL(url)
  return {
    ...{ host: hostname, port: Number(port || 6379), db: Number(pathname.slice(1) || 0), maxRetriesPerRequest: null },
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' && { tls: {} }),
  }
}

function missing(packages: readonly string[], cause: unknown): never {
  throw new QueueUnavailableError(
    `--queue needs the npm packages ${packages.join(' and ')}, which are not installed beside digon; npm install ${packages.join(' ')}`,
    { cause },
  )
}

/** @throws the first trouble there is: a server that is not there now, or does not let us in, is not waited for. */
async function ready(client: {
  readonly waitUntilReady: () => Promise<unknown>
  readonly once: (event: 'error', listener: (error: Error) => void) => unknown
}): Promise<void> {
  const trouble = new Promise<never>((_, reject) => {
    client.once('error', reject)
  })
  await Promise.race([client.waitUntilReady(), trouble])
  trouble.catch(() => undefined)
}

async function answered<Answer>(call: () => Promise<Answer>, address: QueueAddress): Promise<Answer> {
  const silence = pause(patienceMilliseconds).then(() => {
    throw new Error(`no answer for ${patienceMilliseconds / 1000} seconds`)
  })
  try {
    return await Promise.race([call(), silence])
  } catch (error) {
    // No cause: the system's and the driver's errors may hold the whole address.
    const { message, code } = Object(error) as { readonly message?: string; readonly code?: unknown }
    const reason = withoutPassword(message || String(code ?? error), address)
    throw new QueueUnavailableError(`the queue at ${address.shown} cannot be used: ${reason}`, {
      isStarting: code === cannotConnectNow,
    })
  } finally {
    silence.catch(() => undefined)
  }
}

/** Does not keep the process from ending. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref())
}
