/** What a worker does: requests in, replies out, one executor behind them. Embedded as text together with executor.ts. */
import type { Executor, Work, WorkResult, Write } from './executor.js'

/** To a worker. A module is sent once and known by its key afterwards. */
export type WorkerRequest =
  | {
      readonly kind: 'open'
      readonly request: number
      readonly id: number
      readonly key: string
      readonly module: WebAssembly.Module | undefined
      readonly byteLength: number
      readonly writes: readonly Write[]
    }
  | { readonly kind: 'run'; readonly request: number; readonly id: number; readonly work: Work }
  | { readonly kind: 'close'; readonly request: number; readonly id: number }

/** From a worker. */
export interface WorkerReply {
  readonly request: number
  readonly result?: WorkResult
  /** Name and message of what was thrown. */
  readonly error?: { readonly name: string; readonly message: string }
}

/** The answer to requests, as a function that keeps the worker's engines. */
export function createAnswer(executor: Executor): (request: WorkerRequest) => WorkerReply {
  const modules = new Map<string, WebAssembly.Module>()
  return (message) => {
    const { request } = message
    try {
      if (message.kind === 'run') return { request, result: executor.run(message.id, message.work) }
      if (message.kind === 'close') {
        executor.close(message.id)
      } else {
        if (message.module) modules.set(message.key, message.module)
        executor.open(message.id, modules.get(message.key)!, message.byteLength, message.writes)
      }
      return { request }
    } catch (error) {
      const { name, message: text } = error as Error
      return { request, error: { name, message: text } }
    }
  }
}
