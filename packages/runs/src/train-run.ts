/** A run of one training task, whose files stand in the run's own folder. */
import { streamVersion } from '@digon/data'
import { encodeTask, type RunRecord } from '@digon/formats'
import {
  type Backend,
  resolveStages,
  supportOfAll,
  type TrainedEnsemble,
  type TrainingTask,
  UnsupportedEnsembleError,
} from '@digon/model'
import { type CreatedRun, type CreateRunOptions, createRun } from './create-run.js'
import { finishRun } from './finish-run.js'
import { type Fork, plantProgress } from './fork-run.js'
import { type RunTaskOptions, runTask } from './run-task.js'

/** Options of `trainRun`. */
export interface TrainRunOptions extends CreateRunOptions, Pick<RunTaskOptions, 'fallbacks' | 'onEvent'> {
  readonly backend: Backend
  /** What the task goes on from; its run is named in the new one. Default: it begins at its first step. */
  readonly fork?: Fork
}

/** A training run that is finished. */
export interface TrainedRun extends Pick<CreatedRun, 'status'> {
  readonly directory: string
  readonly record: RunRecord
  readonly trained: TrainedEnsemble
}

/**
 * Trains a task into a folder, or resumes it there. The same task and backend give the same bytes of weights, history and
 * checkpoints in every folder, stopped in between or not. When it fails, what can be resumed stays (from the first checkpoint
 * on), anything less is deleted again.
 *
 * @throws {UnsupportedEnsembleError} before anything is made, when the backend cannot train the ensemble.
 * @throws what `createRun`, the backend and the disk throw, or the signal's reason.
 */
export async function trainRun(directory: string, task: TrainingTask, options: TrainRunOptions): Promise<TrainedRun> {
  const { backend, packageVersions, signal } = options
  signal?.throwIfAborted()
  const stages = resolveStages(task.ensemble, task.stages)
  const support = supportOfAll(
    backend,
    stages.map(({ ensemble }) => ensemble),
  )
  if (!support.supported) throw new UnsupportedEnsembleError(backend.name, support.reason)
  const { document, files } = await encodeTask(task)
  const { name, arithmetic } = backend
  const from = options.fork?.parent
  const parent = from && { id: from.run.record.id, step: from.task.steps }
  const spec = { kind: 'train', task: document, ...(parent && { parent }) } as const
  const engine = { backend: name, arithmetic, streamVersion }
  const request = { spec, ...engine }
  const run = await createRun(directory, request, options, files)
  try {
    if (options.fork !== undefined && run.status !== 'finished') await plantProgress(run.store, options.fork, engine)
    const trained = await runTask(run.store, task, backend, options)
    const isFinished = run.status === 'finished'
    const record = isFinished ? run.record : await finishRun(run, { files: files.keys(), packageVersions, signal })
    return { directory, status: run.status, record, trained }
  } catch (error) {
    await run.discard()
    throw error
  }
}
