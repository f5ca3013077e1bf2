/** Runs that are stopped after a step, as Ctrl-C does. */
import { type Backend, reference, type TrainingTask } from '@digon/model'
import { expect } from 'vitest'
import { type TrainRunOptions, trainRun } from './train-run.js'

/** Trains with the reference backend until so many steps are made, or a few more. */
export async function trainUntil(
  step: number,
  directory: string,
  task: TrainingTask,
  options: TrainRunOptions,
): Promise<void> {
  const abort = new AbortController()
  const reason = new Error('Ctrl-C')
  // Single steps, so that an abort can come after any of them.
  const backend: Backend = {
    ...reference(),
    open: async (...given) => {
      const session = await reference().open(...given)
      return {
        advance: async (steps, advanceOptions) => {
          const progress = await session.advance(steps, advanceOptions)
          if (progress.step >= step) abort.abort(reason)
          return progress
        },
        evaluate: (...asked) => session.evaluate(...asked),
        parameters: () => session.parameters(),
        snapshot: () => session.snapshot(),
        dispose: () => session.dispose(),
      }
    },
  }
  await expect(trainRun(directory, task, { ...options, backend, signal: abort.signal })).rejects.toBe(reason)
}
