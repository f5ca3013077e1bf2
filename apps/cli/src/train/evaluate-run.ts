import { defineEnsemble, type Ensemble, ensembleAt, evaluateSamples, type Parameters } from '@digon/model'
import { openRun, taskOfRun } from '@digon/runs'
import { exitCode, UsageError } from '../exit-code.js'
import { jsonText } from '../json-text.js'
import { chooseForAll } from '../reproduce/choose-for-all.js'
import type { Terminal } from '../terminal.js'
import { formatNumber, textTable } from '../text-table.js'

export interface EvaluateOptions {
  readonly samples: number
  readonly backend: string
  readonly json?: true
}

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
  const backend = await chooseForAll(options.backend, [{ ensemble }], terminal)
  const session = await backend.open(ensemble, { signal: terminal.signal })
  const { samples } = options
  const { losses, errors } = await evaluateSamples(session, ensemble, {
    sampleCount: samples,
    signal: terminal.signal,
  }).finally(() => session.dispose())
  const features = ensemble.model.featureCount
  const rows = Array.from(losses, (loss, member) => ({
    member,
    loss,
    errors: Array.from(errors.subarray(member * features, (member + 1) * features)),
  }))
  if (options.json) terminal.out(jsonText({ samples, backend: backend.name, members: rows }))
  else {
    const titles = ['member', `loss on ${samples} samples`].map((title) => ({ title, align: 'right' as const }))
    terminal.out(
      textTable(
        titles,
        rows.map(({ member, loss }) => [String(member), formatNumber(loss)]),
      ),
    )
  }
  return exitCode.done
}

/** The ensemble as it would begin with these parameters. `[member, …]` */
function withParameters(ensemble: Ensemble, parameters: Parameters): Ensemble {
  const members = ensemble.members.map((member, index) => {
    const own = Object.entries(parameters).map(([name, { shape, values }]) => {
      const [, ...rest] = shape
      const size = values.length / shape[0]!
      return [name, { shape: rest, values: Float64Array.from(values.subarray(index * size, (index + 1) * size)) }]
    })
    return { ...member, initialization: { kind: 'given', parameters: Object.fromEntries(own) } } as const
  })
  return defineEnsemble({ ...ensemble, members })
}
