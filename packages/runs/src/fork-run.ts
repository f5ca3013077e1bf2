/**
 * Going on from a finished training run: with more steps, and with settings that change from there on. The result is that of one
 * task from the beginning, with a stage at the parent's end; the parent's checkpoint only spares the way to it.
 */
import { join } from 'node:path'
import type { Engine } from '@digon/formats'
import { type TrainSchedule, taskId, writeTaskRecord } from '@digon/formats'
import { resolveStages, type StageChanges, type TrainingTask } from '@digon/model'
import { waitForLease } from './lease.js'
import { type RunFolder, taskOfRun } from './open-run.js'
import { readWritten } from './run-file.js'
import { makeFolders, type RunStore, writeInside } from './store.js'
import { checkpointName, encodeHistory, progressName, readRecordOfTask, taskRecordName } from './task-files.js'

/** What the new run changes. */
export interface ForkOptions extends Pick<TrainSchedule, 'lossEvery' | 'checkpointEvery' | 'evaluationSamples'> {
  /** Of the whole task, the parent's included: more than the parent has. */
  readonly steps: number
  /** As in a stage. Default: nothing changes. */
  readonly set?: StageChanges | undefined
}

/** A run that cannot be gone on from, or not so. */
export class ForkError extends Error {
  override readonly name = 'ForkError'
  readonly category = 'input'
}

/** A task that goes on from the end of another run. */
export interface Fork {
  readonly task: TrainingTask
  readonly parent: { readonly run: RunFolder; readonly task: TrainingTask }
}

/**
 * The task that goes on from a run.
 *
 * @throws {ForkError} when the run is no finished training run, kept no checkpoint of its end, or has as many steps already.
 * @throws {InvalidEnsembleError} when the changes do not fit the ensemble; as `taskOfRun`.
 */
export async function forkOf(run: RunFolder, options: ForkOptions): Promise<Fork> {
  const { record, directory, state } = run
  if (record.spec.kind !== 'train')
    throw new ForkError(`${directory} is a run of the kind ${record.spec.kind}; expected one of \`digon train\``)
  if (state !== 'finished' || record.schemaVersion === 1) {
    throw new ForkError(
      `${directory} is ${state === 'finished' ? 'of an earlier version' : state}; expected a finished run`,
    )
  }
  const parent = await taskOfRun(run, record.spec)
  const { steps: end, stages = [], lossSteps, ensemble } = parent
  const { steps, set, evaluationSamples = parent.evaluationSamples } = options
  if (end === 0 || !parent.checkpoints?.includes(end))
    throw new ForkError(`${directory} kept no checkpoint of its last step`)
  if (!Number.isSafeInteger(steps) || steps <= end) {
    throw new ForkError(
      `invalid steps: ${steps}; expected an integer above ${end}, the steps that ${directory} has made`,
    )
  }
  const changed = set === undefined ? stages : [...stages, { fromStep: end, set }]
  resolveStages(ensemble, changed)
  const lossEvery = options.lossEvery ?? Math.max(1, Math.floor((steps - end) / 1000))
  const checkpointEvery = options.checkpointEvery ?? Math.max(1, Math.ceil((steps - end) / 10))
  const task: TrainingTask = {
    name: parent.name,
    ensemble,
    ...(changed.length > 0 && { stages: changed }),
    steps,
    lossSteps: [...lossSteps, ...regular(end, lossEvery, steps - 1)],
    record: [],
    checkpoints: regular(end + checkpointEvery, checkpointEvery, steps),
    evaluationSamples,
  }
  return { task, parent: { run, task: parent } }
}

/** first, first + every, … and `last`. */
function regular(first: number, every: number, last: number): number[] {
  const steps: number[] = []
  for (let step = first; step < last; step += every) steps.push(step)
  return [...steps, last]
}

/** Puts the parent's progress into the folder of a fork in which nothing was done yet. */
export async function plantProgress(store: RunStore, { task, parent }: Fork, engine: Engine): Promise<void> {
  const { directory } = parent.run
  const id = await taskId(task, engine)
  await makeFolders(store.directory, '', store.fileSystem)
  const lease = await waitForLease(store.leases, join(store.directory, '.task.lease'))
  try {
    if ((await readRecordOfTask(store.directory, '').catch(() => undefined))?.id === id) return
    const loaded = await parent.run.loadTask('', parent.task)
    if (loaded.status !== 'finished')
      throw new ForkError(`${directory}: ${loaded.reason}; \`digon check\` says what is wrong`)
    const { history, diverged } = loaded.trained
    const { steps } = parent.task
    const name = checkpointName(steps)
    const record = await readRecordOfTask(directory, '')
    const checkpoint = await readWritten(directory, name, record?.files[name])
    const files = {
      [progressName(steps)]: await writeInside(store, progressName(steps), encodeHistory(task, history), lease),
      [name]: await writeInside(store, name, checkpoint, lease),
    }
    const worker = `continues ${parent.run.record.id.slice(0, 12)}`
    const progress = {
      schemaVersion: 2,
      id,
      status: 'running',
      seconds: 0,
      worker,
      trainedBy: record?.trainedBy ?? [],
      backendChanges: [],
      diverged,
      files,
    } as const
    await writeInside(store, taskRecordName, writeTaskRecord(progress), lease)
  } finally {
    await lease.release()
  }
}
