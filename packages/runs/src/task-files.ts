/**
 * What a training task leaves in its folder: `weights.safetensors`, `history.parquet`, `evaluation.safetensors` and
 * `members.parquet` (where it has them), `recorded/STEP.safetensors`, `checkpoints/STEP.safetensors` and, written last,
 * `task.json` with their hashes; until it is finished `checkpoints/STEP.parquet`, the losses before a checkpoint. A file that
 * task.json does not list is none of the task's. This file knows names and contents; `run-task.ts` writes them.
 */
import { createHash } from 'node:crypto'
import {
  type HistoryEntry,
  InvalidFileError,
  keptLoss,
  readHistory,
  readSafetensors,
  readTaskRecord,
  readWeightsOf,
  type TaskRecord,
  utf8Text,
  writeHistory,
  writeSafetensors,
  writeWeights,
} from '@digon/formats'
import {
  noEvaluation,
  type Parameters,
  resolveStages,
  stageAt,
  stepCoefficients,
  type TrainedEnsemble,
  type TrainingTask,
} from '@digon/model'
import { filesBelow } from './folder-content.js'
import { factsInside, readInside } from './run-file.js'

export const taskRecordName = 'task.json'
export const weightsName = 'weights.safetensors'
export const historyName = 'history.parquet'
export const evaluationName = 'evaluation.safetensors'
/** Name of the file with a task's part of a table. */
export const tableName = 'members.parquet'
/** Name of the file that says why a task failed. */
export const failureName = 'failure.json'

/** A task with the numbers that it left on disk. */
export type LoadedTask =
  /** Exactly what was trained, bit for bit. */
  | { readonly status: 'finished'; readonly trained: TrainedEnsemble }
  /** Nothing to use: not finished, finished for another task or engine, or damaged since. */
  | { readonly status: 'unfinished' | 'different' | 'damaged'; readonly reason: string }

const maximumRecordBytes = 1 << 26

export function recordedName(step: number): string {
  return `recorded/${step}.safetensors`
}

/** Name of the checkpoint after so many steps. */
export function checkpointName(step: number): string {
  return `checkpoints/${step}.safetensors`
}

/** Name of the losses that were kept before a checkpoint; each has its own, so that none is ever replaced by another. */
export function progressName(step: number): string {
  return `checkpoints/${step}.parquet`
}

/** Whether a file of a run, by its path, holds losses as `encodeHistory` writes them. */
export function isHistory(path: string): boolean {
  return /(^|\/)(history|checkpoints\/\d+)\.parquet$/.test(path)
}

/** The path of a file of a task inside the run. @param folder empty for the run's own folder. */
export function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

/** Steps of the checkpoints among the files that a task's record lists, ascending. */
export function checkpointSteps(files: TaskRecord['files']): readonly number[] {
  const steps = Object.keys(files).map((name) => Number(/^checkpoints\/(\d+)\.safetensors$/.exec(name)?.[1] ?? -1))
  return steps.filter((step) => step >= 0).sort((a, b) => a - b)
}

/** Whether a file of a task's folder, by its name there, is one that a task leaves. */
export function isTaskFile(name: string): boolean {
  const names = [taskRecordName, weightsName, historyName, evaluationName, tableName]
  return names.includes(name) || /^(recorded|checkpoints)\/\d+\.safetensors$|^checkpoints\/\d+\.parquet$/.test(name)
}

/**
 * The record of a task; undefined when there is none.
 *
 * @throws {InvalidFileError} when it is invalid.
 */
export async function readRecordOfTask(directory: string, folder: string): Promise<TaskRecord | undefined> {
  const path = inFolder(folder, taskRecordName)
  try {
    const bytes = await readInside(directory, path, { maximumBytes: maximumRecordBytes })
    return readTaskRecord(utf8Text(bytes, path), path)
  } catch (error) {
    if (error instanceof InvalidFileError && error.field === 'path' && error.reason === 'no such file') return undefined
    throw error
  }
}

/**
 * Every task of a run that has a record, by its folder inside the run.
 *
 * @param onInvalid is told of records that are invalid; they are left out. Default: the error is thrown.
 * @throws {InvalidFileError} as `readRecordOfTask`.
 */
export async function readTaskRecords(
  directory: string,
  onInvalid?: (path: string, error: InvalidFileError) => void,
): Promise<ReadonlyMap<string, TaskRecord>> {
  const records = new Map<string, TaskRecord>()
  for (const path of await filesBelow(directory)) {
    if (path !== taskRecordName && !path.endsWith(`/${taskRecordName}`)) continue
    const folder = path.slice(0, Math.max(0, path.length - taskRecordName.length - 1))
    try {
      const record = await readRecordOfTask(directory, folder)
      if (record !== undefined) records.set(folder, record)
    } catch (error) {
      if (!(error instanceof InvalidFileError) || onInvalid === undefined) throw error
      onInvalid(path, error)
    }
  }
  return records
}

/** What is in a task's folder, if it is finished and of this very task. @param id `taskId`. */
export async function loadTask(directory: string, folder: string, task: TrainingTask, id: string): Promise<LoadedTask> {
  try {
    const record = await readRecordOfTask(directory, folder)
    if (record !== undefined && record.id !== id) {
      return { status: 'different', reason: `${inFolder(folder, taskRecordName)}: trained for another task` }
    }
    if (record?.status !== 'finished')
      return { status: 'unfinished', reason: `${folder || directory}: not trained yet` }
    const hashes = Object.fromEntries(Object.entries(record.files).map(([name, { sha256 }]) => [name, sha256]))
    const read = (name: string) => readInside(directory, inFolder(folder, name))
    for (const name of (task.checkpoints ?? []).map(checkpointName)) {
      await factsInside(directory, inFolder(folder, name), record.files[name])
    }
    return { status: 'finished', trained: await decodeTrained(task, record.diverged, hashes, read) }
  } catch (error) {
    if (!(error instanceof InvalidFileError)) throw error
    return { status: 'damaged', reason: error.message }
  }
}

/**
 * A trained ensemble from its files, each of which must have its hash.
 *
 * @throws {InvalidFileError} when one is missing or another one.
 */
export async function decodeTrained(
  task: TrainingTask,
  diverged: TrainedEnsemble['diverged'],
  hashes: Readonly<Record<string, string>>,
  readFile: (name: string) => Promise<Uint8Array>,
): Promise<TrainedEnsemble> {
  const read = async (name: string): Promise<Uint8Array> => {
    const bytes = await readFile(name)
    const found = createHash('sha256').update(bytes).digest('hex')
    if (found === hashes[name]) return bytes
    throw new InvalidFileError(name, 'SHA-256', `${found}; expected ${hashes[name]}`)
  }
  const recorded: TrainedEnsemble['recorded'][number][] = []
  for (const step of task.record) {
    recorded.push({
      step,
      parameters: readWeightsOf(task.ensemble, await read(recordedName(step)), recordedName(step)),
    })
  }
  const history = await readHistory(await read(historyName), historyName)
  const hasEvaluation = task.evaluationSamples > 0
  return {
    task,
    parameters: readWeightsOf(task.ensemble, await read(weightsName), weightsName),
    recorded,
    history: history.map(({ step, losses }) => ({ step, losses })),
    evaluation: hasEvaluation ? decodeEvaluation(await read(evaluationName), evaluationName) : noEvaluation(task),
    diverged,
  }
}

/** A trained ensemble as it is read back: losses of training have the precision of their file. */
export function asKept(trained: TrainedEnsemble): TrainedEnsemble {
  const history = trained.history.map(({ step, losses }) => ({ step, losses: losses.map(keptLoss) }))
  return { ...trained, history }
}

/** The files that are written when a task is trained and evaluated, by name. */
export function encodeTrained({ task, parameters, history, evaluation }: TrainedEnsemble): Record<string, Uint8Array> {
  const { ensemble, evaluationSamples } = task
  return {
    [weightsName]: writeWeights(parameters, ensemble.model),
    [historyName]: encodeHistory(task, history),
    ...(evaluationSamples > 0 && { [evaluationName]: encodeEvaluation(evaluation, ensemble.members.length) }),
  }
}

export function encodeHistory({ ensemble, stages }: TrainingTask, history: TrainedEnsemble['history']): Uint8Array {
  const resolved = resolveStages(ensemble, stages)
  const entries = history.map(({ step, losses }): HistoryEntry => {
    return { step, losses, learningRates: stepCoefficients(stageAt(resolved, step).ensemble, step).learningRates }
  })
  return writeHistory(entries)
}

function encodeEvaluation(
  { losses, standardErrors, errors, gradients = {} }: TrainedEnsemble['evaluation'],
  memberCount: number,
): Uint8Array {
  const named = Object.entries(gradients).map(([name, tensor]) => [`gradients.${name}`, tensor] as const)
  return writeSafetensors({
    ...Object.fromEntries(named),
    losses: { shape: [memberCount], values: losses },
    ...(standardErrors && { standardErrors: { shape: [memberCount], values: standardErrors } }),
    errors: { shape: [memberCount, errors.length / memberCount], values: errors },
  })
}

function decodeEvaluation(bytes: Uint8Array, file: string): TrainedEnsemble['evaluation'] {
  const { losses, standardErrors, errors, ...others } = readSafetensors(bytes, file).tensors
  if (!(losses?.values instanceof Float64Array) || !(errors?.values instanceof Float64Array)) {
    throw new InvalidFileError(file, 'tensors', 'expected losses and errors, F64')
  }
  const gradients = Object.entries(others).map(([name, tensor]) => [name.replace(/^gradients\./, ''), tensor] as const)
  return {
    losses: losses.values,
    ...(standardErrors?.values instanceof Float64Array && { standardErrors: standardErrors.values }),
    errors: errors.values,
    ...(gradients.length > 0 && { gradients: Object.fromEntries(gradients) as Parameters }),
  }
}
