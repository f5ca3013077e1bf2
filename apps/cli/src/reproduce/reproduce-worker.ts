/** One of the processes of a reproduction: trains a task, or judges an experiment, of the run in a folder. */
import { openStore } from '@digon/runs'
import { isTold, type JudgedPart, judgePart, type Part, trainTaskOfPart } from '@digon/runs/reproduce'
import { openBackend } from '../backends.js'
import { packageVersions } from '../package-versions.js'
import type { WorkContext, WorkKinds } from '../workers/worker-protocol.js'
import { chooseExperiments } from './choose-experiments.js'
import { drawFigures } from './write-results.js'

/** Trains one task. @returns false when a process of someone else has it. */
export async function trainHere(
  asked: WorkKinds['train']['asked'],
  { signal, tell }: WorkContext<WorkKinds['train']['told']>,
): Promise<boolean> {
  const { directory, index, backend, threads, checkpointSeconds } = asked
  const part = await partOf(asked)
  const engine = await openBackend(backend, { threads })
  const store = openStore(directory, { checkpointSeconds, packageVersions: packageVersions(engine, [part.experiment]) })
  return trainTaskOfPart(store, part, part.plan.tasks[index]!, engine, {
    signal,
    onEvent(event) {
      if (!isTold(event)) return
      // Nobody needs the losses and the parameters of every report.
      const { type } = event
      tell(type === 'progress' || type === 'checkpoint' ? { type, step: event.step } : event)
    },
  })
}

/** Measures, judges and draws an experiment whose tasks are trained. */
export async function judgeHere(
  asked: WorkKinds['judge']['asked'],
  { signal }: WorkContext<WorkKinds['judge']['told']>,
): Promise<JudgedPart> {
  const { directory, backend, threads, draw } = asked
  const [part, engine] = [await partOf(asked), await openBackend(backend, { threads })]
  const store = openStore(directory, { packageVersions: packageVersions(engine, [part.experiment]) })
  return judgePart(store, part, engine, { signal, draw: draw ? drawFigures : undefined })
}

/** The part that was asked for last: its other tasks are often next. */
let latest: { readonly key: string; readonly part: Part } | undefined

async function partOf({
  experiment: name,
  preset,
  seed,
  folder,
}: Pick<WorkKinds['judge']['asked'], 'experiment' | 'preset' | 'seed' | 'folder'>): Promise<Part> {
  const key = JSON.stringify([name, preset, seed])
  if (latest?.key !== key) {
    const [experiment] = await chooseExperiments([name], preset)
    latest = { key, part: { experiment: experiment!, seed, plan: experiment!.plan(preset, seed), folder } }
  }
  return latest.part
}
