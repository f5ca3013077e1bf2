/**
 * What a reproduction is cut into: an experiment from one seed, whose tasks are trained one by one and which is then judged from
 * their files. Each of these can be done by any process that knows the run's folder.
 */
import {
  type Claim,
  type Experiment,
  type ExperimentPlan,
  type ExperimentResult,
  judgeExperiment,
} from '@digon/experiments'
import type { Backend, TrainedEnsemble, TrainingTask } from '@digon/model'
import { runTask, type StoredTaskEvent, tryTask } from './run-task.js'
import type { RunStore } from './store.js'

/** An experiment from one seed. */
export interface Part {
  readonly experiment: Experiment
  readonly seed: number
  readonly plan: ExperimentPlan
  /** Where its tasks are, inside the run. */
  readonly folder: string
}

/** An experiment from one seed, judged. Plain data, but for the experiment's own numbers, which are JSON. */
export interface JudgedPart extends Omit<ExperimentResult<unknown>, 'trained'> {
  readonly claims: readonly Claim[]
  /** Members whose loss stopped being finite, by task. */
  readonly diverged: readonly { readonly ensemble: string; readonly member: number; readonly step: number }[]
  /** What was drawn: content by path inside the run. */
  readonly files: Readonly<Record<string, Uint8Array | string>>
  /** Time that reading, measuring, judging and drawing took. */
  readonly seconds: number
}

/** Draws the figures of an experiment: files by path inside the run, and the figures that cannot be drawn. */
export type Draw = (
  id: string,
  figures: ExperimentResult<unknown>['figures'],
) => Promise<Pick<JudgedPart, 'files' | 'undrawn'>>

/** Trains one task of a part, unless it is. @returns false when another process has it. */
export async function trainTaskOfPart(
  store: RunStore,
  { folder }: Pick<Part, 'folder'>,
  task: TrainingTask,
  backend: Backend,
  options: { readonly signal?: AbortSignal | undefined; readonly onEvent?: (event: StoredTaskEvent) => void },
): Promise<boolean> {
  return (await tryTask(store, task, backend, { ...options, folder: `${folder}/${task.name}` })) !== undefined
}

/**
 * Judges a part whose tasks are all trained. One whose files were damaged meanwhile is trained again.
 *
 * @param options.draw default: nothing is drawn.
 */
export async function judgePart(
  store: RunStore,
  { experiment, plan, folder }: Part,
  backend: Backend,
  options: { readonly signal?: AbortSignal | undefined; readonly draw?: Draw | undefined },
): Promise<JudgedPart> {
  const { signal, draw } = options
  const trained: TrainedEnsemble[] = []
  for (const task of plan.tasks) {
    trained.push(await runTask(store, task, backend, { folder: `${folder}/${task.name}`, signal }))
  }
  const begun = performance.now()
  const { numbers, claims, figures, undrawn } = judgeExperiment(experiment, plan, trained)
  const drawn = (await draw?.(experiment.id, figures)) ?? { files: {}, undrawn: [] }
  return {
    ...{ numbers, claims, figures, undrawn: [...undrawn, ...drawn.undrawn], files: drawn.files },
    diverged: trained.flatMap((each) => each.diverged.map((at) => ({ ensemble: each.task.name, ...at }))),
    seconds: (performance.now() - begun) / 1000,
  }
}
