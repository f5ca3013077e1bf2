/** The page's end of the message channel. */
import { proxy, wrap } from 'comlink'
import type { Training } from './training.js'

/** The worker's program did not load, or broke down outside of any call; every call to it rejects with this. */
class WorkerFailedError extends Error {
  override readonly name = 'WorkerFailedError'
  /** @param reason what the browser says; most say nothing when a program cannot be loaded. */
  constructor(readonly reason: string) {
    super(`the training worker does not run: ${reason || 'its program could not be loaded'}; try to reload the page`)
  }
}

type Method = (...parameters: unknown[]) => Promise<unknown>

export function connectTraining(worker: Worker): Training {
  const remote = wrap(worker) as unknown as Readonly<Record<PropertyKey, Method>>
  // Without this, calls to a worker that never started would wait for ever.
  const failure = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => reject(new WorkerFailedError(event.message ?? '')))
  })
  failure.catch(() => undefined)
  // Every method of `Training` has the same end: the worker's answer or its failure. Functions go as proxies.
  return new Proxy({} as Training, {
    get:
      (_, name) =>
      (...parameters: unknown[]) =>
        Promise.race([
          remote[name]!(...parameters.map((each) => (typeof each === 'function' ? proxy(each) : each))),
          failure,
        ]),
  })
}
