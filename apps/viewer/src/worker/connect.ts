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

export function connectTraining(worker: Worker): Training {
  const remote = wrap<Training>(worker)
  // Without this, calls to a worker that never started would wait for ever.
  const failure = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => reject(new WorkerFailedError(event.message ?? '')))
  })
  failure.catch(() => undefined)
  const answer = <Result>(call: Promise<Result>): Promise<Result> => Promise.race([call, failure])
  return {
    open: (engine, settings) => answer(remote.open(engine, settings)),
    reset: (settings) => answer(remote.reset(settings)),
    step: (steps) => answer(remote.step(steps)),
    play: (options, show) => answer(remote.play(options, proxy(show))),
    pause: () => answer(remote.pause()),
    changeSpeed: (speed) => answer(remote.changeSpeed(speed)),
    changeProbability: (probability) => answer(remote.changeProbability(probability)),
  }
}
