/** Workers that sessions share: started when first needed, kept for the next session, never keeping the process alive when idle. */

import type { EngineHandle, EngineStart } from './engine-handle.js'
import type { EngineWorker, StartWorker } from './engine-worker.js'
import type { Work, WorkResult } from './executor.js'
import type { WorkerReply, WorkerRequest } from './worker-program.js'

/** The worker of an engine is gone; the engine cannot be used any more. */
export class WorkerCrashedError extends Error {
  override readonly name = 'WorkerCrashedError'
}

type Unnumbered<T> = T extends unknown ? Omit<T, 'request'> : never

interface Waiting {
  resolve(result: WorkResult | undefined): void
  reject(error: Error): void
}

/** One worker with the requests that it has not answered yet. */
class PooledWorker {
  readonly #worker: EngineWorker
  readonly #waiting = new Map<number, Waiting>()
  readonly #knownModules = new Set<string>()
  #lastRequest = 0
  #lost: string | undefined

  constructor(start: StartWorker) {
    this.#worker = start({ reply: (reply) => this.#settle(reply), lost: (reason) => this.#lose(reason) })
  }

  get isLost(): boolean {
    return this.#lost !== undefined
  }

  async open(id: number, { key, module, byteLength, writes }: EngineStart): Promise<void> {
    const known = this.#knownModules.has(key)
    this.#knownModules.add(key)
    await this.ask({ kind: 'open', id, key, module: known ? undefined : module, byteLength, writes })
  }

  ask(request: Unnumbered<WorkerRequest>): Promise<WorkResult | undefined> {
    if (this.#lost !== undefined) return Promise.reject(new WorkerCrashedError(this.#lost))
    const number = ++this.#lastRequest
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject })
      this.#worker.hold(true)
      this.#worker.post({ ...request, request: number })
    })
  }

  #settle({ request, result, error }: WorkerReply): void {
    const waiting = this.#waiting.get(request)
    this.#waiting.delete(request)
    if (this.#waiting.size === 0) this.#worker.hold(false)
    if (error === undefined) waiting?.resolve(result)
    else waiting?.reject(error.name === 'RangeError' ? new RangeError(error.message) : new Error(error.message))
  }

  #lose(reason: string): void {
    if (this.#lost !== undefined) return
    this.#lost = reason
    for (const { reject } of this.#waiting.values()) reject(new WorkerCrashedError(reason))
    this.#waiting.clear()
  }
}

export class WorkerPool {
  readonly #start: StartWorker
  readonly #workers: PooledWorker[] = []
  #lastId = 0

  constructor(start: StartWorker) {
    this.#start = start
  }

  /**
   * An engine in a worker.
   *
   * @param index of the worker, from 0; the same index is the same worker while it lives.
   *
   * @throws {RangeError} when its memory cannot be had; any other error when the worker cannot be started.
   */
  async openEngine(index: number, start: EngineStart): Promise<EngineHandle> {
    const present = this.#workers[index]
    const worker = present === undefined || present.isLost ? new PooledWorker(this.#start) : present
    this.#workers[index] = worker
    const id = ++this.#lastId
    await worker.open(id, start)
    return {
      run: async (work: Work) => (await worker.ask({ kind: 'run', id, work }))!,
      // A lost worker has nothing left to close.
      close: () => void worker.ask({ kind: 'close', id }).catch(() => undefined),
    }
  }
}
