/** One planned ensemble, trained and evaluated on fresh samples by a backend that is handed in. */
import { type Backend, ensembleAt, evaluateSamples, type Session, type TrainEvent, train } from '@digon/model'
import type { TrainedEnsemble, TrainingTask } from './experiment.js'
import type { EnsembleEvaluationEvent, EnsembleProgressEvent } from './run-events.js'

export interface TrainTaskOptions {
  /** Aborting it rejects with the signal's reason. What was done of this ensemble is lost. */
  readonly signal?: AbortSignal | undefined
  readonly onEvent?: ((event: EnsembleProgressEvent | EnsembleEvaluationEvent) => void) | undefined
}

/**
 * The result is a function of the plan and of the backend's arithmetic alone.
 *
 * @throws what the backend's `open`, `advance` and `evaluate` throw, or the signal's reason.
 */
export async function trainTask(
  task: TrainingTask,
  backend: Backend,
  options: TrainTaskOptions = {},
): Promise<TrainedEnsemble> {
  const { name, ensemble, stages, steps, lossSteps, record, evaluationSamples } = task
  const { signal, onEvent } = options
  const history: { step: number; losses: Float64Array }[] = []
  const recorded: TrainedEnsemble['recorded'][number][] = []
  let end: (TrainEvent & { type: 'run-end' }) | undefined
  for await (const event of train(backend, ensemble, {
    steps,
    ...(stages && { stages }),
    lossSteps,
    record,
    ...(signal && { signal }),
  })) {
    if (event.type === 'progress') {
      const { step, losses, diverged } = event
      onEvent?.({ type: 'ensemble-progress', ensemble: name, step, steps, losses, diverged })
    } else if (event.type === 'losses') history.push({ step: event.step, losses: event.losses })
    else if (event.type === 'parameters') recorded.push({ step: event.step, parameters: event.parameters })
    else if (event.type === 'run-end') end = event
  }
  const { parameters, diverged, snapshot } = end!
  const last = ensembleAt(task, steps)
  const session = await backend.open(last, { snapshot, ...(signal && { signal }) })
  try {
    const evaluation = await evaluateSamples(watched(session, task, options), last, {
      sampleCount: evaluationSamples,
    })
    return { task, parameters, recorded, history, evaluation, diverged }
  } finally {
    await session.dispose()
  }
}

/** The session's `evaluate`, which an abort reaches between two pages and which tells how far it is. */
function watched(
  session: Session,
  { name, evaluationSamples }: TrainingTask,
  { signal, onEvent }: TrainTaskOptions,
): Pick<Session, 'evaluate'> {
  let samples = 0
  return {
    async evaluate(batches, evaluateOptions) {
      signal?.throwIfAborted()
      const evaluation = await session.evaluate(batches, evaluateOptions)
      samples += batches[0]!.sampleCount
      onEvent?.({ type: 'ensemble-evaluation', ensemble: name, samples, evaluationSamples })
      return evaluation
    },
  }
}
