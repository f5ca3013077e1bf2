/** Starts workers, in Node and in browsers, from the embedded program: no file, no path. */
import { workerSource } from '../generated/worker-source.js'
import { type EngineWorker, type StartWorker, type WorkerEvents, webWorker } from './engine-worker.js'
import type { WorkerReply, WorkerRequest } from './worker-program.js'

/** What is used of node:worker_threads, without Node's types. */
interface NodeWorker {
  on(event: 'message', listener: (reply: WorkerReply) => void): void
  on(event: 'error', listener: (error: Error) => void): void
  on(event: 'exit', listener: (code: number) => void): void
  postMessage(request: WorkerRequest): void
  ref(): void
  unref(): void
  terminate(): Promise<number>
}
interface NodeProcess {
  getBuiltinModule?(name: 'node:worker_threads'): { Worker: new (source: string, options: object) => NodeWorker }
}

const nodeProcess = (globalThis as { process?: NodeProcess }).process

/** Throws where workers cannot be started. */
export const startWorker: StartWorker = (events) => {
  const threads = nodeProcess?.getBuiltinModule?.('node:worker_threads')
  return threads ? startNodeWorker(new threads.Worker(workerSource, { eval: true }), events) : startWebWorker(events)
}

function startNodeWorker(worker: NodeWorker, events: WorkerEvents): EngineWorker {
  let last = ''
  worker.on('message', (reply) => events.reply(reply))
  worker.on('error', (error) => {
    last = error.message
  })
  worker.on('exit', (code) => events.lost(last || `exit code ${code}`))
  worker.unref()
  return {
    post: (request) => worker.postMessage(request),
    hold: (held) => (held ? worker.ref() : worker.unref()),
    terminate: () => void worker.terminate(),
  }
}

function startWebWorker(events: WorkerEvents): EngineWorker {
  const address = URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' }))
  return webWorker(new Worker(address), events)
}
