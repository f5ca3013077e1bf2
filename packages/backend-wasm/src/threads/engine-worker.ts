/** A worker as engines use it, and the browser's workers as such. */
import type { WorkerReply, WorkerRequest } from './worker-program.js'

/** A worker that was started. */
export interface EngineWorker {
  post(request: WorkerRequest): void
  /** Whether the process may not end while this worker runs (Node). */
  hold(held: boolean): void
  terminate(): void
}

export interface WorkerEvents {
  reply(reply: WorkerReply): void
  /** The worker is gone; called at most once. */
  lost(reason: string): void
}

export type StartWorker = (events: WorkerEvents) => EngineWorker

/** A browser's worker that runs the program of a worker. */
export function webWorker(worker: Worker, events: WorkerEvents): EngineWorker {
  const lose = (reason: string): void => {
    worker.terminate()
    events.lost(reason)
  }
  worker.onmessage = ({ data }: MessageEvent<WorkerReply>) => events.reply(data)
  worker.onerror = ({ message }) => lose(message || 'the worker could not be started')
  return {
    post: (request) => worker.postMessage(request),
    hold: () => {},
    terminate: () => lose('terminated'),
  }
}
