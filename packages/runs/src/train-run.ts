/**
 * Training into a run folder: `history.parquet`, `weights.safetensors`, `checkpoints/STEP.safetensors`. A run that was
 * stopped, by whatever, goes on from its last checkpoint and ends with the files that it would have had without the stop.
 */
import { join } from 'node:path'
import {
  type HistoryEntry,
  InvalidFileError,
  type RunRecord,
  readHistory,
  type TrainPlan,
  writeHistory,
  writeSnapshot,
  writeWeights,
} from '@digon/formats'
import {
  type Backend,
  type Ensemble,
  type Snapshot,
  stepCoefficients,
  type TrainEvent,
  train,
  UnsupportedEnsembleError,
} from '@digon/model'
import { keepBackendChanges, writeBackendChanges } from './backend-changes.js'
import { checkpointPath, checkpointSteps, checkpointToGoOnFrom } from './checkpoints.js'
import { type CreateRunOptions, createRun } from './create-run.js'
import { recordName } from './folder-content.js'
import { openRun } from './open-run.js'
import type { Run } from './run.js'
import { decodePlan, encodePlan } from './train-request.js'

export interface TrainRunOptions extends CreateRunOptions {
  readonly backend: Backend
  /** As `TrainOptions.fallbacks`; a change of backend is written to `backend-changes.json`. Default none. */
  readonly fallbacks?: readonly Backend[]
  /** What the backend calculates in, for example `float32`; part of what was asked. */
  readonly precision: string
  /** Aborting it stops at the next whole step: a checkpoint is kept there, then the signal's reason is thrown. */
  readonly signal?: AbortSignal
  /** What happens, after it was written down. */
  readonly onEvent?: (event: TrainEvent) => void
}

export interface ResumeRunOptions extends Omit<TrainRunOptions, 'backend' | 'precision' | 'createParents'> {
  /** The backend of this name. */
  readonly backend: (name: string) => Backend | Promise<Backend>
}

export interface TrainedRun {
  readonly directory: string
  /** `finished`: the same had been trained before, nothing was done. `interrupted`: it was gone on with. */
  readonly found: 'new' | 'interrupted' | 'finished'
  readonly record: RunRecord
}

/**
 * Trains a plan into a folder. The same plan, backend and precision give the same bytes of weights, history and
 * checkpoints in every folder, stopped in between or not. When it fails, what can be gone on with stays (from the first
 * checkpoint on), anything less is deleted again.
 *
 * @throws {UnsupportedEnsembleError} before anything is made, when the backend cannot train the ensemble.
 * @throws what `createRun`, the backend and the disk throw, or the signal's reason.
 */
export async function trainIntoRun(directory: string, plan: TrainPlan, options: TrainRunOptions): Promise<TrainedRun> {
  const { backend, precision, signal } = options
  signal?.throwIfAborted()
  const support = backend.supports(plan.ensemble)
  if (!support.supported) throw new UnsupportedEnsembleError(backend.name, support.reason)
  const { request, files } = await encodePlan(plan, backend.name, precision)
  const created = await createRun(directory, request, options)
  if (created.found === 'finished') return { directory, found: 'finished', record: created.folder.record }
  const { found, run } = created
  try {
    for (const [name, bytes] of files) await run.write(name, bytes)
    await trainInto(run, plan, options)
    return { directory, found, record: await run.finish() }
  } catch (error) {
    const steps = await checkpointSteps(directory).catch(() => [])
    await run.stop({ keep: steps.some((step) => step > 0) })
    throw error
  }
}

/**
 * Goes on with a training run where its last checkpoint is. A finished run is left as it is.
 *
 * @throws {NotARunError} when the folder is no run.
 * @throws {InvalidFileError} when run.json cannot be believed or is not of a training run.
 * @throws {RunExistsError} when another version's random stream made the run, so that going on would mix two.
 * @throws what `trainIntoRun` throws.
 */
export async function resumeRun(directory: string, options: ResumeRunOptions): Promise<TrainedRun> {
  const { record, read } = await openRun(directory)
  const plan = await decodePlan(record, join(directory, recordName), read)
  const backend = await options.backend(record.backend)
  return trainIntoRun(directory, plan, { ...options, backend, precision: record.precision })
}

async function trainInto(run: Run, plan: TrainPlan, options: TrainRunOptions): Promise<void> {
  const { backend, fallbacks = [], signal, onEvent } = options
  const { ensemble, steps } = plan
  const { lossSteps, checkpoints } = keptSteps(plan)
  const { snapshot, history } = await earlierWork(run, ensemble, lossSteps, checkpoints)
  const earlier = checkpoints.filter((step) => step < (snapshot?.step ?? 0))
  for (const step of earlier) await run.keep(checkpointPath(step))
  const checkpoint = async (taken: Snapshot): Promise<void> => {
    // History first: a checkpoint is only worth something with all that came before it.
    await run.write('history.parquet', writeHistory(history))
    await run.write(checkpointPath(taken.step), writeSnapshot(taken))
  }
  const changes = snapshot === undefined ? [] : await keepBackendChanges(run)
  const asked = { steps, lossSteps, checkpoints, fallbacks, ...(snapshot && { snapshot }), ...(signal && { signal }) }
  for await (const event of train(backend, ensemble, asked)) {
    if (event.type === 'backend-change') {
      changes.push(event)
      await writeBackendChanges(run, changes)
    }
    if (event.type === 'losses') history.push(historyEntry(ensemble, event.step, event.losses))
    else if (event.type === 'checkpoint') await checkpoint(event.snapshot)
    else if (event.type === 'run-abort' && event.step > 0) await checkpoint(event.snapshot)
    else if (event.type === 'run-end')
      await run.write('weights.safetensors', writeWeights(event.parameters, ensemble.model))
    onEvent?.(event)
  }
  // Where a stop left a checkpoint that was not asked for, it has done its work.
  const task = new Set(checkpoints)
  for (const step of await checkpointSteps(run.directory)) {
    if (!task.has(step)) await run.remove(checkpointPath(step))
  }
}

/** The steps whose losses are kept, and those after which a checkpoint is: the last one always. */
function keptSteps({ steps, lossEvery, checkpointEvery, record }: TrainPlan): {
  lossSteps: number[]
  checkpoints: number[]
} {
  const lossSteps = Array.from({ length: Math.ceil(steps / lossEvery) }, (_, index) => index * lossEvery)
  if (steps > 0 && lossSteps.at(-1) !== steps - 1) lossSteps.push(steps - 1)
  const regular = Array.from(
    { length: Math.floor(steps / checkpointEvery) },
    (_, index) => (index + 1) * checkpointEvery,
  )
  const checkpoints = [...new Set([...record, ...regular, steps])].sort((a, b) => a - b)
  return { lossSteps, checkpoints }
}

/** What an earlier session left: a checkpoint with the whole history before it, or nothing. */
async function earlierWork(
  run: Run,
  ensemble: Ensemble,
  lossSteps: readonly number[],
  checkpoints: readonly number[],
): Promise<{ snapshot: Snapshot | undefined; history: HistoryEntry[] }> {
  const snapshot = await checkpointToGoOnFrom(run.directory, checkpoints)
  if (snapshot === undefined) return { snapshot, history: [] }
  const expected = lossSteps.filter((step) => step < snapshot.step)
  const found = await readWholeHistory(run)
  const history = found.filter(({ step }) => step < snapshot.step)
  const isWhole =
    history.length === expected.length &&
    history.every(({ step, losses }, index) => step === expected[index] && losses.length === ensemble.members.length)
  return isWhole ? { snapshot, history } : { snapshot: undefined, history: [] }
}

async function readWholeHistory(run: Run): Promise<readonly HistoryEntry[]> {
  try {
    return await readHistory(await run.read('history.parquet'), 'history.parquet')
  } catch (error) {
    if (error instanceof InvalidFileError) return []
    throw error
  }
}

function historyEntry(ensemble: Ensemble, step: number, losses: Float64Array): HistoryEntry {
  return { step, losses, learningRates: stepCoefficients(ensemble, step).learningRates }
}
