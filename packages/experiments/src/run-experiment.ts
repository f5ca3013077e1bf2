/** From an experiment to its verdicts: plan, train, evaluate, analyze. No I/O, no clock; the backend is handed in. */
import { checkSeed } from '@digon/data'
import { type Backend, type TaskEvent, type TrainedEnsemble, type TrainingTask, trainTask } from '@digon/model'
import { type Figure, makeFigures, type UndrawnFigure } from '@digon/plot'
import type { PresetName } from './catalog.js'
import type { Claim, Experiment, ExperimentPlan } from './experiment.js'
import type { RunEvent } from './run-events.js'
import { UnknownPresetError } from './unknown-preset-error.js'

/** Options of `runExperiment`. */
export interface RunOptions {
  /** An integer in [0, 2⁵³): every seed of the experiment derives from it. */
  readonly seed: number
  /** Default `quick`. */
  readonly preset?: PresetName
  /** What trains: one backend for all, or a choice for each ensemble. */
  readonly backend: Backend | ((task: TrainingTask) => Backend | Promise<Backend>)
  /** Ensembles that need no training any more, by name: of the same preset and seed, as `ensemble-end` gave them. */
  readonly trained?: ReadonlyMap<string, TrainedEnsemble>
  /** Aborting it rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** Told what happens, task by task. */
  readonly onEvent?: (event: RunEvent) => void
}

/** What came out of an experiment. */
export interface ExperimentResult<Numbers> {
  readonly numbers: Numbers
  readonly claims: readonly Claim[]
  readonly figures: readonly Figure[]
  /** Figures that could not be drawn, and why. */
  readonly undrawn: readonly UndrawnFigure[]
  /** In the order planned. */
  readonly trained: readonly TrainedEnsemble[]
}

/**
 * Trains what the experiment plans, one ensemble after the other, and judges it. The same experiment, preset, seed and backend
 * give the same result.
 *
 * @throws {UnknownPresetError} before any training, when the experiment has no such preset.
 * @throws {OutOfRangeError} before any training, when the seed is not an integer in [0, 2⁵³).
 * @throws what the backend throws, or the signal's reason.
 */
export async function runExperiment<Numbers>(
  experiment: Experiment<Numbers>,
  options: RunOptions,
): Promise<ExperimentResult<Numbers>> {
  const { preset = 'quick' } = options
  checkPreset(experiment, preset)
  const plan = experiment.plan(preset, checkSeed(options.seed))
  return judgeExperiment(experiment, plan, await trainTasks(plan.tasks, options))
}

/**
 * Trains tasks one after the other. Those that were handed in are not trained.
 *
 * @returns what was trained, in the order of the tasks.
 * @throws what the backend throws, or the signal's reason.
 */
export async function trainTasks(
  tasks: readonly TrainingTask[],
  options: Pick<RunOptions, 'backend' | 'trained' | 'signal' | 'onEvent'>,
): Promise<readonly TrainedEnsemble[]> {
  const { backend, trained: given, signal, onEvent } = options
  const trained: TrainedEnsemble[] = []
  for (const [index, task] of tasks.entries()) {
    signal?.throwIfAborted()
    const { name: ensemble, steps } = task
    const known = given?.get(ensemble)
    if (known === undefined) {
      const chosen = typeof backend === 'function' ? await backend(task) : backend
      const memberCount = task.ensemble.members.length
      const facts = { index, count: tasks.length, memberCount, steps, backend: chosen.name }
      onEvent?.({ type: 'ensemble-start', ensemble, ...facts })
      const report = (event: TaskEvent): void => {
        if (event.type === 'evaluation') onEvent?.({ ...event, type: 'ensemble-evaluation', ensemble })
        else if (event.type === 'progress') onEvent?.({ ...event, type: 'ensemble-progress', ensemble, steps })
      }
      trained.push(await trainTask(task, chosen, { signal, onEvent: report }))
    } else {
      trained.push({ ...known, task })
    }
    onEvent?.({ type: 'ensemble-end', ensemble, trained: trained.at(-1)!, reused: known !== undefined })
  }
  return trained
}

/** @throws {UnknownPresetError} when the experiment has no such preset. */
export function checkPreset(experiment: Experiment, preset: string): void {
  if (!Object.hasOwn(experiment.presets, preset)) throw new UnknownPresetError(experiment, preset)
}

/**
 * Numbers, claims and figures of what was trained. Pure.
 *
 * @param trained in the order of the plan's tasks.
 */
export function judgeExperiment<Numbers>(
  experiment: Experiment<Numbers>,
  plan: ExperimentPlan,
  trained: readonly TrainedEnsemble[],
): ExperimentResult<Numbers> {
  const numbers = experiment.measure(plan, trained)
  return { numbers, claims: experiment.claims(numbers), ...makeFigures(experiment.figures(numbers)), trained }
}
