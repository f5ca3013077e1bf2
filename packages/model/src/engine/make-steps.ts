/** The loop of an engine that makes one step after the other in this thread. */
import { nextTurn } from './next-turn.js'

/** How long steps follow one another before timers and messages get through, so that an abort can arrive. */
const sliceInMilliseconds = 10

/**
 * Makes the steps, and lets the event loop go round from time to time.
 *
 * @throws the signal's reason, before the next step, when it is aborted.
 */
export async function makeSteps(steps: number, signal: AbortSignal | undefined, makeStep: () => void): Promise<void> {
  let sliceEnd = performance.now() + sliceInMilliseconds
  for (let done = 0; done < steps; done++) {
    if (performance.now() >= sliceEnd) {
      await nextTurn()
      sliceEnd = performance.now() + sliceInMilliseconds
    }
    signal?.throwIfAborted()
    makeStep()
  }
}
