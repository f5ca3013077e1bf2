/**
 * Where an interrupted task resumes: the last checkpoint that has all of what came before it beside it (kept losses, recorded
 * parameters, the checkpoints that were requested). What comes after a gap has to be made again anyway. Only files that the
 * task's record lists are believed, and only when they have the hash that it says.
 */
import { InvalidFileError, readHistory, readSnapshot, readWeightsOf, type TaskRecord } from '@digon/formats'
import type { Snapshot, TaskProgress, TrainingTask } from '@digon/model'
import { readInside } from './run-file.js'
import {
  checkpointName,
  checkpointSteps,
  historyName,
  inFolder,
  progressName,
  readRecordOfTask,
  recordedName,
} from './task-files.js'

/**
 * @param directory the run's folder. @param folder the task's inside it.
 * @param files what the record of this very task lists.
 * @returns undefined when the task has to start anew.
 */
export async function findResumePoint(
  directory: string,
  folder: string,
  task: TrainingTask,
  files: TaskRecord['files'],
): Promise<TaskProgress | undefined> {
  const read = async <Content>(
    name: string,
    parse: (bytes: Uint8Array) => Content | Promise<Content>,
  ): Promise<Content | undefined> => {
    if (files[name] === undefined) return undefined
    try {
      return await parse(await readInside(directory, inFolder(folder, name), files[name]))
    } catch (error) {
      if (error instanceof InvalidFileError) return undefined
      throw error
    }
  }
  const recorded: TaskProgress['recorded'][number][] = []
  for (const step of task.record) {
    const parameters = await read(recordedName(step), (bytes) =>
      readWeightsOf(task.ensemble, bytes, recordedName(step)),
    )
    if (parameters === undefined) break
    recorded.push({ step, parameters })
  }
  const checkpoints = checkpointSteps(files)
  let found: Awaited<ReturnType<typeof readHistory>> = []
  // All are beginnings of one history; the longest that is whole will do.
  for (const name of [historyName, ...checkpoints.map(progressName).reverse()]) {
    const history = await read(name, (bytes) => readHistory(bytes, name))
    if (history === undefined) continue
    found = history
    break
  }
  const kept = new Set(task.lossSteps)
  const history = found.filter(({ step }) => kept.has(step)).map(({ step, losses }) => ({ step, losses }))
  const memberCount = task.ensemble.members.length
  const missing = task.lossSteps.findIndex((step, index) => {
    return history[index]?.step !== step || history[index].losses.length !== memberCount
  })
  // A snapshot of step s needs what was kept before s.
  const limit = Math.min(task.record[recorded.length] ?? task.steps, task.lossSteps[missing] ?? task.steps)

  const requested = new Set(task.checkpoints)
  let snapshot: Snapshot | undefined
  for (const step of [...new Set([...requested, ...checkpoints])].sort((a, b) => a - b)) {
    if (step > limit) break
    const name = checkpointName(step)
    const checkpoint = await read(name, (bytes) => readSnapshot(bytes, name))
    if (checkpoint?.step === step) snapshot = checkpoint
    else if (requested.has(step)) break
  }
  if (snapshot === undefined) return undefined
  const { step: start, diverged } = snapshot
  // What a diverged member lost last, its snapshot does not know: `withLastLosses` keeps it in the history.
  const losses = found.find(({ step }) => step === start - 1)?.losses
  if (diverged.length > 0 && losses === undefined) return undefined
  const isBefore = ({ step }: { readonly step: number }) => step < start
  return { snapshot, losses, history: history.filter(isBefore), recorded: recorded.filter(isBefore) }
}

/** The history to be kept with a checkpoint: where members have diverged, with the losses of the step before it. */
export function withLastLosses(
  history: TaskProgress['history'],
  { step, diverged }: Snapshot,
  losses: Float64Array | undefined,
): TaskProgress['history'] {
  const isNeeded = diverged.length > 0 && losses !== undefined && history.at(-1)?.step !== step - 1
  return isNeeded ? [...history, { step: step - 1, losses }] : history
}

/** Whether a task's folder holds work that is worth keeping: a checkpoint after at least one step. */
export async function hasProgress(directory: string, folder: string): Promise<boolean> {
  const record = await readRecordOfTask(directory, folder).catch(() => undefined)
  return checkpointSteps(record?.files ?? {}).some((step) => step > 0)
}
