/**
 * One training task in a run's folder, from whatever is there to its finished files. Several processes and hosts may do so at
 * once: a lease says who is at work on the task, and whoever lost it writes nothing. A task that was stopped, by whatever,
 * resumes from its last checkpoint and ends with the files that it would have had without the stop.
 */
import { hostname } from 'node:os'
import { join } from 'node:path'
import { streamVersion } from '@digon/data'
import {
  type BackendChange,
  type FileFacts,
  InvalidFileError,
  type TaskRecord,
  type TrainedBy,
  taskId,
  writeSnapshot,
  writeTaskRecord,
  writeWeights,
} from '@digon/formats'
import {
  type Backend,
  type Snapshot,
  type TaskEvent,
  type TrainedEnsemble,
  type TrainingTask,
  trainTask,
} from '@digon/model'
import { filesBelow, partialsBelow } from './folder-content.js'
import { type Lease, LeaseLostError, pause } from './lease.js'
import { findResumePoint, hasProgress, withLastLosses } from './resume-point.js'
import { factsInside } from './run-file.js'
import { makeFolders, type RunStore, removeEmptyFolders, removeInside, writeInside } from './store.js'
import {
  asKept,
  checkpointName,
  encodeHistory,
  encodeTrained,
  failureName,
  inFolder,
  isTaskFile,
  type LoadedTask,
  loadTask,
  progressName,
  readRecordOfTask,
  recordedName,
  tableName,
  taskRecordName,
} from './task-files.js'
import { describeTrainer } from './trained-by.js'

/** What `runTask` tells while it runs. */
export type StoredTaskEvent =
  | TaskEvent
  /** It was finished before, by whomever. */
  | { readonly type: 'task-reuse' }
  /** Another process is training it. */
  | { readonly type: 'task-wait' }
  /** What was there cannot be used, and it is trained again. */
  | { readonly type: 'task-redo'; readonly reason: string }

/** Options of `runTask` and `tryTask`. */
export interface RunTaskOptions {
  /** The task's folder inside the run. Default: the run's own. */
  readonly folder?: string
  /** As `TrainTaskOptions.fallbacks`; the task's record lists a change of backend. Default none. */
  readonly fallbacks?: readonly Backend[]
  /** Aborting it stops at the next whole step: a checkpoint is kept there, then the signal's reason is thrown. */
  readonly signal?: AbortSignal | undefined
  /** What happens, after it was written down. */
  readonly onEvent?: (event: StoredTaskEvent) => void
  /** A table of results that is kept with the task, as `members.parquet`. Default none. */
  readonly tableOf?: (trained: TrainedEnsemble) => Promise<Uint8Array>
  /**
   * What is to be kept, as `failure.json`, of an error that will come again; undefined for any other error, which is thrown. A task
   * that failed so keeps nothing else. Default undefined always.
   */
  readonly failureOf?: (error: unknown) => string | undefined
}

/**
 * The trained task: from its files if it is finished, else trained here. While another process works on it, this one waits,
 * and takes it over should the other die. When it fails, what can be resumed stays (from the first checkpoint on), anything
 * less is deleted again.
 *
 * @throws what the backend and the disk throw, or the signal's reason.
 */
export async function runTask(
  store: RunStore,
  task: TrainingTask,
  backend: Backend,
  options: RunTaskOptions = {},
): Promise<TrainedEnsemble> {
  for (let round = 0; ; round++) {
    const trained = await tryTask(store, task, backend, options)
    if (trained !== undefined) return trained
    if (round === 0) options.onEvent?.({ type: 'task-wait' })
    await pause(store.leases.retrySeconds, options.signal)
  }
}

/** As `runTask`, but undefined instead of waiting, when another process has taken the task over meanwhile, and when it failed. */
export async function tryTask(
  store: RunStore,
  task: TrainingTask,
  backend: Backend,
  options: RunTaskOptions = {},
): Promise<TrainedEnsemble | undefined> {
  const { directory, fileSystem, leases } = store
  const { folder = '', signal, onEvent } = options
  const id = await taskId(task, { backend: backend.name, arithmetic: backend.arithmetic, streamVersion })
  const load = async (): Promise<LoadedTask> => {
    const loaded = await loadTask(directory, folder, task, id)
    if (loaded.status === 'finished') onEvent?.({ type: 'task-reuse' })
    return loaded
  }
  const before = await load()
  if (before.status === 'finished') return before.trained
  signal?.throwIfAborted()
  await makeFolders(directory, folder, fileSystem)
  const lease = await leases.take(join(directory, folder, '.task.lease')).catch(async (error: unknown) => {
    await removeEmptyFolders(store, folder)
    throw error
  })
  if (lease === undefined) return undefined
  const work: Work = { store, folder, task, id, lease }
  try {
    // Once more behind the lease: another process may have been faster.
    const found = await load()
    if (found.status === 'finished') return found.trained
    if (found.status !== 'unfinished') onEvent?.({ type: 'task-redo', reason: found.reason })
    return await train(work, await recordOf(work), backend, options)
  } catch (error) {
    if (error instanceof LeaseLostError) return undefined
    const failure = options.failureOf?.(error)
    if (failure !== undefined) {
      await removeTask(work)
      await writeInside(store, inFolder(folder, failureName), failure, lease)
      return undefined
    }
    if (!(await hasProgress(directory, folder))) await removeTask(work).catch(() => undefined)
    throw error
  } finally {
    await lease.release()
    await removeEmptyFolders(store, folder)
  }
}

interface Work {
  readonly store: RunStore
  readonly folder: string
  readonly task: TrainingTask
  readonly id: string
  readonly lease: Lease
}

async function train(
  work: Work,
  earlier: TaskRecord | undefined,
  backend: Backend,
  { fallbacks, signal, onEvent, tableOf }: RunTaskOptions,
): Promise<TrainedEnsemble> {
  const { store, folder, task, id, lease } = work
  const directory = join(store.directory, folder)
  for (const path of await partialsBelow(directory)) await removeInside(store, inFolder(folder, path))
  if (earlier === undefined) await removeTask(work)
  const from = earlier && (await findResumePoint(store.directory, folder, task, earlier.files))
  const written = new Map<string, FileFacts>(from && (await wholeFiles(directory, earlier.files)))
  // What the record does not vouch for, or no more, is in the way of what takes its place.
  for (const name of await filesBelow(directory)) {
    if (isTaskFile(name) && name !== taskRecordName && !written.has(name)) {
      await removeInside(store, inFolder(folder, name))
    }
  }
  const write = async (name: string, content: Uint8Array | string): Promise<void> => {
    written.set(name, await writeInside(store, inFolder(folder, name), content, lease))
  }
  const remove = async (name: string): Promise<void> => {
    written.delete(name)
    await removeInside(store, inFolder(folder, name))
  }
  const begun = performance.now()
  const backendChanges: BackendChange[] = from ? [...earlier.backendChanges] : []
  let trainedBy: readonly TrainedBy[] = from ? earlier.trainedBy : []
  const trainOn = async (engine: Backend, step: number): Promise<void> => {
    const before = trainedBy.filter(({ fromStep }) => fromStep < step)
    trainedBy = [...before, await describeTrainer(engine, task, step, store.packageVersions)]
  }
  const writeRecord = async (change: Partial<TaskRecord> = {}): Promise<void> => {
    const seconds = (from ? earlier.seconds : 0) + Math.round(performance.now() - begun) / 1000
    const worker = `process ${process.pid} on ${hostname()}`
    const state = { schemaVersion: 2, id, status: 'running', seconds, worker, trainedBy, backendChanges } as const
    const files = Object.fromEntries(written)
    const text = writeTaskRecord({ ...state, diverged: [], files, ...change })
    await writeInside(store, inFolder(folder, taskRecordName), text, lease)
  }

  const history = [...(from?.history ?? [])]
  const requested = new Set(task.checkpoints)
  let latest = from?.snapshot.step
  let losses = from?.losses
  let savedAt = performance.now()
  const keepCheckpoint = async (snapshot: Snapshot): Promise<void> => {
    const before = latest
    await write(progressName(snapshot.step), encodeHistory(task, withLastLosses(history, snapshot, losses)))
    await write(checkpointName(snapshot.step), writeSnapshot(snapshot))
    latest = snapshot.step
    savedAt = performance.now()
    // Only from now on is it a place to resume from; until now the one before was, whose files are gone last.
    if (before === undefined || before === latest) return writeRecord()
    const outdated = [progressName(before), ...(requested.has(before) ? [] : [checkpointName(before)])]
    for (const name of outdated) written.delete(name)
    await writeRecord()
    for (const name of outdated) await remove(name)
  }
  const isCheckpointDue = () => performance.now() - savedAt >= store.checkpointSeconds * 1000

  await trainOn(backend, from?.snapshot.step ?? 0)
  await writeRecord()
  const result = await trainTask(task, backend, {
    ...{ from, fallbacks, signal, checkpointDue: isCheckpointDue },
    async onEvent(event) {
      switch (event.type) {
        case 'progress':
          losses = event.losses
          break
        case 'losses':
          history.push({ step: event.step, losses: event.losses })
          break
        case 'parameters':
          await write(recordedName(event.step), writeWeights(event.parameters, task.ensemble.model))
          break
        case 'checkpoint':
          await keepCheckpoint(event.snapshot)
          break
        case 'run-abort':
          if (event.step > 0) await keepCheckpoint(event.snapshot)
          break
        case 'backend-change': {
          const { type: _, ...change } = event
          backendChanges.push(change)
          await trainOn(fallbacks!.find(({ name }) => name === event.to)!, event.step)
          await writeRecord()
          break
        }
        case 'run-end':
          if (task.evaluationSamples > 0 && isCheckpointDue()) await keepCheckpoint(event.snapshot)
      }
      onEvent?.(event)
    },
  })
  const trained = asKept(result)
  const last = encodeTrained(trained)
  if (tableOf !== undefined) last[tableName] = await tableOf(trained)
  for (const [name, bytes] of Object.entries(last)) await write(name, bytes)
  const names = [...Object.keys(last), ...task.record.map(recordedName), ...[...requested].map(checkpointName)]
  const files = Object.fromEntries(names.map((name) => [name, written.get(name)!]))
  await writeRecord({ status: 'finished', diverged: trained.diverged, files })
  // What was only there to resume from has done its work, but not before the record is written.
  for (const name of [...written.keys()]) if (!(name in files)) await remove(name)
  await removeEmptyFolders(store, inFolder(folder, 'checkpoints'))
  return trained
}

/** Those of a task's listed files that are as they were written. */
async function wholeFiles(directory: string, files: TaskRecord['files']): Promise<readonly [string, FileFacts][]> {
  const whole: [string, FileFacts][] = []
  for (const [name, facts] of Object.entries(files)) {
    try {
      await factsInside(directory, name, facts)
      whole.push([name, facts])
    } catch (error) {
      if (!(error instanceof InvalidFileError)) throw error
    }
  }
  return whole
}

/** The record of this very task; undefined when there is none, or it is invalid. */
async function recordOf({ store, folder, id }: Work): Promise<TaskRecord | undefined> {
  try {
    const record = await readRecordOfTask(store.directory, folder)
    return record?.id === id ? record : undefined
  } catch (error) {
    if (error instanceof InvalidFileError) return undefined
    throw error
  }
}

/** Deletes all files of a task. */
async function removeTask({ store, folder, lease }: Work): Promise<void> {
  await lease.check()
  // First, so that no record lists what is gone already.
  await removeInside(store, inFolder(folder, taskRecordName))
  for (const name of await filesBelow(join(store.directory, folder))) {
    if (isTaskFile(name)) await removeInside(store, inFolder(folder, name))
  }
  for (const name of ['recorded', 'checkpoints']) await removeEmptyFolders(store, inFolder(folder, name))
}
