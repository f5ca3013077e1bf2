/**
 * A training task from start to end: trained, and evaluated on fresh samples, by a backend that is handed in. The train loop alone
 * is `train`; keeping what comes out on a disk is @digon/runs.
 */
import type { Backend, Snapshot } from './backend.js'
import { evaluateSamples } from './evaluation.js'
import { ensembleAt } from './stages.js'
import { train } from './train.js'
import type { RunEndEvent, TrainEvent } from './train-events.js'
import type { TrainedEnsemble, TrainingTask } from './training-task.js'

/** What there is of a task that was begun before: a snapshot, and all that was kept at earlier steps than the snapshot's. */
export interface TaskProgress extends Pick<TrainedEnsemble, 'recorded' | 'history'> {
  readonly snapshot: Snapshot
  /** As `TrainOptions.losses`. */
  readonly losses?: Float64Array | undefined
}

/** Some fresh samples are evaluated. */
export interface EvaluationEvent {
  readonly type: 'evaluation'
  /** Samples per member done. */
  readonly samples: number
  readonly evaluationSamples: number
}

/** What `trainTask` tells while it runs. */
export type TaskEvent = TrainEvent | EvaluationEvent

/** Options of `trainTask`. */
export interface TrainTaskOptions {
  /** Resume from here. Default: start at the initial parameters. */
  readonly from?: TaskProgress | undefined
  /** As `TrainOptions.fallbacks`. Default none. */
  readonly fallbacks?: readonly Backend[] | undefined
  /** As `TrainOptions.checkpointDue`. */
  readonly checkpointDue?: (() => boolean) | undefined
  /** Aborting it rejects with the signal's reason; while training, the last event is then a `run-abort` with a snapshot. */
  readonly signal?: AbortSignal | undefined
  /** Training waits for what it returns; when that rejects, training ends with the same error. */
  readonly onEvent?: ((event: TaskEvent) => void | Promise<void>) | undefined
}

/**
 * The result depends on the task and on the backend's arithmetic alone, not on where it was resumed.
 *
 * @throws what the backend's `open`, `advance` and `evaluateSamples` throw, or the signal's reason.
 */
export async function trainTask(
  task: TrainingTask,
  backend: Backend,
  options: TrainTaskOptions = {},
): Promise<TrainedEnsemble> {
  const { ensemble, stages = [], steps, lossSteps, record, checkpoints = [], evaluationSamples, evaluationSeed } = task
  const { from, fallbacks = [], signal, checkpointDue, onEvent } = options
  const history = [...(from?.history ?? [])]
  const recorded = [...(from?.recorded ?? [])]
  let working = backend
  let end: RunEndEvent | undefined
  for await (const event of train(backend, ensemble, {
    ...{ stages, steps, lossSteps, record, checkpoints, fallbacks },
    ...(from && { snapshot: from.snapshot }),
    ...(from?.losses && { losses: from.losses }),
    ...(signal && { signal }),
    ...(checkpointDue && { checkpointDue }),
  })) {
    if (event.type === 'losses') history.push({ step: event.step, losses: event.losses })
    else if (event.type === 'parameters') recorded.push({ step: event.step, parameters: event.parameters })
    else if (event.type === 'backend-change') working = fallbacks.find(({ name }) => name === event.to) ?? working
    else if (event.type === 'run-end') end = event
    await onEvent?.(event)
  }
  const { parameters, diverged, snapshot } = end!
  const trained = { task, parameters, recorded, history, diverged }
  if (evaluationSamples === 0) return { ...trained, evaluation: noEvaluation(task) }
  const last = ensembleAt(task, steps)
  const session = await working.open(last, { snapshot, ...(signal && { signal }) })
  try {
    const evaluation = await evaluateSamples(session, last, {
      sampleCount: evaluationSamples,
      seed: evaluationSeed,
      signal,
      onProgress: (samples) => onEvent?.({ type: 'evaluation', samples, evaluationSamples }),
    })
    return { ...trained, evaluation }
  } finally {
    await session.dispose()
  }
}

/** What stands for an evaluation where a task asks for none: NaN throughout. */
export function noEvaluation({ ensemble: { members, model } }: TrainingTask): TrainedEnsemble['evaluation'] {
  const losses = new Float64Array(members.length).fill(Number.NaN)
  return {
    losses,
    standardErrors: losses.slice(),
    errors: new Float64Array(members.length * model.featureCount).fill(Number.NaN),
  }
}
