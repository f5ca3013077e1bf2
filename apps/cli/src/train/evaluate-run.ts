import { ensembleAt } from '@digon/model'
import { openRun, taskOfRun } from '@digon/runs'
import { exitCode, UsageError } from '../exit-code.js'
import type { Terminal } from '../terminal.js'
import { type EvaluateOptions, printLosses, withParameters } from './print-losses.js'

/** `digon evaluate RUN`: losses of a training run's final models on fresh samples. The run stays as it is. @returns the exit code. */
export async function evaluateRun(directory: string, options: EvaluateOptions, terminal: Terminal): Promise<number> {
  const run = await openRun(directory)
  const { spec } = run.record
  if (spec.kind !== 'train') {
    throw new UsageError(
      `${directory} is a run of the kind ${spec.kind}; expected one of \`digon train\`. Others measure their losses themselves`,
    )
  }
  const task = await taskOfRun(run, spec)
  const loaded = await run.loadTask('', task)
  if (loaded.status !== 'finished') throw new UsageError(`${directory}: ${loaded.reason}; \`digon train\` resumes it`)
  const ensemble = withParameters(ensembleAt(task, task.steps), loaded.trained.parameters)
  await printLosses(ensemble, options, terminal)
  return exitCode.done
}
