import { join } from 'node:path'
import type { RunRecord } from '@digon/formats'
import type { Model } from '@digon/model'
import { openRun, type RunFolder, runAround, taskOfRun } from '@digon/runs'
import { UsageError } from '../exit-code.js'

/** Weights in a run's folder are those that the run was finished with, whether the folder is named or the file in it. */

export interface WeightsOfRun {
  /** The file's path, for messages. */
  readonly file: string
  readonly bytes: Uint8Array
  /** The model that was trained; undefined where an experiment from outside trained it. */
  readonly model: Model | undefined
  /** Members whose loss stopped being finite. */
  readonly diverged: readonly { readonly member: number; readonly step: number }[]
}

/**
 * The weights of a run: its own, or those of one of its ensembles.
 *
 * @param ensemble as `EXPERIMENT/ENSEMBLE`; needed only where a run has several.
 * @throws {NotARunError} when the folder is no run.
 * @throws {RunDamagedError} when the weights are not those that were written.
 * @throws {UsageError} when the run has no such ensemble, or several and none was named.
 */
export async function weightsOfRun(directory: string, ensemble: string | undefined): Promise<WeightsOfRun> {
  const run = await openRun(directory)
  const names = run.record.schemaVersion === 1 ? foldersOfVersion1(run.record) : [...(await run.finishedTasks()).keys()]
  if (names.length === 0) throw new UsageError(`${directory} has no weights yet; it is ${run.state}`)
  const chosen = names.length === 1 && ensemble === undefined ? names[0] : names.find((name) => name === ensemble)
  if (chosen === undefined) {
    const problem = ensemble === undefined ? 'holds several ensembles' : `has no ensemble ${ensemble}`
    throw new UsageError(`${directory} ${problem}; choose one with --ensemble: ${names.join(', ')}`)
  }
  return weightsIn(run, chosen === '' ? 'weights.safetensors' : `${chosen}/weights.safetensors`)
}

/** As `weightsOfRun`, for a file that lies in a run and is one of its own; undefined for any other file. */
export async function weightsInRun(file: string): Promise<WeightsOfRun | undefined> {
  const around = await runAround(file)
  if (around === undefined || !(await around.run.has(around.path))) return undefined
  return weightsIn(around.run, around.path)
}

async function weightsIn(run: RunFolder, path: string): Promise<WeightsOfRun> {
  const bytes = await run.read(path)
  const finished = await run.finishedTasks()
  const kept = /(?:^|\/)(?:recorded|checkpoints)\/(\d+)\.safetensors$/.exec(path)
  const folder = path.slice(0, kept ? kept.index : Math.max(0, path.lastIndexOf('/')))
  const step = kept ? Number(kept[1]) : Number.POSITIVE_INFINITY
  return {
    file: join(run.directory, path),
    bytes,
    model: await modelIn(run, folder),
    diverged: (finished.get(folder)?.diverged ?? []).filter((at) => at.step < step),
  }
}

/** The model of the task in this folder of a run, as far as this version of Digon knows its experiment. */
async function modelIn(run: RunFolder, folder: string): Promise<Model | undefined> {
  const { spec } = run.record
  if (spec.kind === 'train') return (await taskOfRun(run, spec)).ensemble.model
  if (spec.kind === 'sweep') {
    const { expandPlan, taskOfCells } = await import('@digon/sweeps')
    const task = expandPlan(spec.plan).tasks.find((each) => each.folder === folder)
    if (task === undefined) throw new UsageError(`${run.directory}: ${folder} is not a task of this sweep`)
    return taskOfCells(spec.plan, task.cells, 'named').ensemble.model
  }
  const { experimentIds, loadExperiment } = await import('@digon/experiments')
  const [experiment, ensemble] = folder.split('/').slice(-2)
  if (!experimentIds.includes(experiment!)) return undefined
  const plan = (await loadExperiment(experiment!)).plan(spec.preset, spec.seed)
  return plan.tasks.find(({ name }) => name === ensemble)?.ensemble.model
}

function foldersOfVersion1({ files }: RunRecord): readonly string[] {
  const paths = Object.keys(files).filter((path) => path.endsWith('weights.safetensors'))
  return paths.map((path) => path.slice(0, Math.max(0, path.length - '/weights.safetensors'.length)))
}
