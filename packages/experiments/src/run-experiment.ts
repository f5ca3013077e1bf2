/** From an experiment to its verdicts: plan, train, evaluate, analyze. No I/O, no clock; the backend is handed in. */
import { checkSeed } from '@digon/data'
import type { Backend } from '@digon/model'
import type { Figure } from '@digon/plot'
import type { PresetName } from './catalog.js'
import type { Claim, Experiment, TrainedEnsemble, TrainingTask } from './experiment.js'
import type { RunEvent } from './run-events.js'
import { trainTask } from './train-task.js'
import { UnknownPresetError } from './unknown-preset-error.js'

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
  readonly onEvent?: (event: RunEvent) => void
}

export interface ExperimentResult<Numbers> {
  readonly numbers: Numbers
  readonly claims: readonly Claim[]
  readonly figures: readonly Figure[]
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
  const { preset = 'quick', backend, trained: given, signal, onEvent } = options
  if (!Object.hasOwn(experiment.presets, preset)) throw new UnknownPresetError(experiment, preset)
  const plan = experiment.plan(preset, checkSeed(options.seed))
  const trained: TrainedEnsemble[] = []
  for (const [index, task] of plan.tasks.entries()) {
    signal?.throwIfAborted()
    const { name, ensemble, steps } = task
    const known = given?.get(name)
    if (known === undefined) {
      const chosen = typeof backend === 'function' ? await backend(task) : backend
      const place = {
        index,
        count: plan.tasks.length,
        memberCount: ensemble.members.length,
        steps,
        backend: chosen.name,
      }
      onEvent?.({ type: 'ensemble-start', ensemble: name, ...place })
      trained.push(await trainTask(task, chosen, { signal, onEvent }))
    } else {
      trained.push({ ...known, task })
    }
    onEvent?.({ type: 'ensemble-end', ensemble: name, trained: trained.at(-1)!, reused: known !== undefined })
  }
  const numbers = experiment.measure(plan, trained)
  return { numbers, claims: experiment.claims(numbers), figures: experiment.figures(numbers), trained }
}
