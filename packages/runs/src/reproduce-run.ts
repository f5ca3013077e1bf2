/**
 * A run that reproduces experiments from one seed or several: every task of every plan, then numbers and claims. Several
 * processes and hosts may work on one run: each trains what no other has, waits for the rest, and comes to the same results.
 * Figures, reports and the choice of a backend are the caller's.
 */
import { streamVersion } from '@digon/data'
import {
  type ClaimOverSeeds,
  claimsOverSeeds,
  type Experiment,
  type ExperimentPlan,
  type ExperimentResult,
  judgeExperiment,
  type PresetName,
} from '@digon/experiments'
import { canonicalJson, type RunRecord } from '@digon/formats'
import type { Backend, TrainedEnsemble, TrainingTask } from '@digon/model'
import { type CreatedRun, type CreateRunOptions, createRun } from './create-run.js'
import { finishRun } from './finish-run.js'
import { pause } from './lease.js'
import { runTask, type StoredTaskEvent, tryTask } from './run-task.js'

/** Which experiments, from which seeds, in which preset. */
export interface ReproduceRequest {
  /** At least one, in the order of the results. */
  readonly experiments: readonly Experiment[]
  readonly preset: PresetName
  /** An integer in [0, 2⁵³). */
  readonly seed: number
  /** How many seeds from `seed` on, an integer ≥ 1. */
  readonly seeds: number
}

/** One experiment of a run, judged. */
export interface ReproducedExperiment extends Omit<ExperimentResult<unknown>, 'trained'> {
  readonly experiment: Experiment
  /** The plan of the first seed, whose numbers, claims and figures these are. */
  readonly plan: ExperimentPlan
  /** In the order of the claims; where there are several seeds. */
  readonly overSeeds?: readonly ClaimOverSeeds[]
  /** Members whose loss stopped being finite, by task of the first seed. */
  readonly diverged: readonly { readonly ensemble: string; readonly member: number; readonly step: number }[]
  /** Time that this process took for it, training included. */
  readonly seconds: number
}

/** A run with all its experiments. */
export interface ReproducedRun extends Pick<CreatedRun, 'status'> {
  readonly directory: string
  readonly record: RunRecord
  readonly experiments: readonly ReproducedExperiment[]
}

/** Which task an event is about. */
export interface TaskPosition {
  readonly experiment: Experiment
  readonly seed: number
  readonly task: TrainingTask
  /** Its position among the tasks of its plan, from 0. */
  readonly index: number
  /** Tasks of the plan. */
  readonly count: number
}

/** Options of `reproduceRun`. */
export interface ReproduceRunOptions extends CreateRunOptions {
  readonly backend: Backend
  /** Plans of the first seed that are made already, by experiment id. */
  readonly plans?: ReadonlyMap<string, ExperimentPlan>
  /** The folder is taken. */
  readonly onStart?: (status: CreatedRun['status']) => void
  /** Told of every task while it is trained. */
  readonly onEvent?: (event: StoredTaskEvent, position: TaskPosition) => void
  /** All that is left to train is being trained by other processes. */
  readonly onWait?: () => void
  /** Writes figures and the like of each experiment into the run; called when no other process does it. */
  readonly writeFigures?: (experiment: ReproducedExperiment, write: WriteFile) => Promise<void>
  /** Writes what is about all experiments; called after the last `writeFigures`. */
  readonly writeReport?: (write: WriteFile) => Promise<void>
}

/** Writes a file whole into the run. @param path inside the run's folder. */
export type WriteFile = (path: string, content: Uint8Array | string) => Promise<void>

/**
 * Trains what is not trained yet, judges, and writes numbers and claims of every experiment. A run that was interrupted
 * resumes; one that is finished is judged again from its files.
 *
 * @throws what `createRun`, the experiments, the backend and the disk throw, or the signal's reason.
 */
export async function reproduceRun(
  directory: string,
  request: ReproduceRequest,
  options: ReproduceRunOptions,
): Promise<ReproducedRun> {
  const { experiments, preset, seed, seeds } = request
  const { backend, packageVersions, signal, onStart, writeFigures, writeReport } = options
  const spec = { kind: 'reproduce', experiments: experiments.map(({ id }) => id), preset, seed, seeds } as const
  const { name, arithmetic } = backend
  const run = await createRun(directory, { spec, backend: name, arithmetic, streamVersion }, options)
  onStart?.(run.status)
  try {
    const results = await judgeAll(run, request, options)
    const shared = { directory, status: run.status, experiments: results }
    if (run.status === 'finished') return { ...shared, record: run.record }
    const seconds = new Map(results.map(({ experiment, analysisSeconds }) => [experiment.id, analysisSeconds]))
    const writeFiles = async (write: WriteFile): Promise<void> => {
      for (const result of results) {
        const begun = performance.now()
        const { id } = result.experiment
        await write(`${id}/numbers.json`, `${canonicalJson(result.numbers, 2)}\n`)
        await write(`${id}/claims.json`, `${canonicalJson(result.claims, 2)}\n`)
        if (result.overSeeds) await write(`${id}/claims-over-seeds.json`, `${canonicalJson(result.overSeeds, 2)}\n`)
        await writeFigures?.(result, write)
        seconds.set(id, Math.round(1000 * result.analysisSeconds + performance.now() - begun) / 1000)
      }
      await writeReport?.(write)
    }
    const secondsByPart = () => Object.fromEntries(seconds)
    return { ...shared, record: await finishRun(run, { writeFiles, secondsByPart, packageVersions, signal }) }
  } catch (error) {
    await run.discard()
    throw error
  }
}

/** An experiment and a seed, until it is judged. */
interface Part {
  readonly experiment: Experiment
  readonly seed: number
  readonly plan: ExperimentPlan
  /** The tasks that this process does not know to be finished. */
  left: readonly TrainingTask[]
}

type JudgedPart = Omit<ReproducedExperiment, 'overSeeds' | 'seconds'>
type TimedResult = ReproducedExperiment & { readonly analysisSeconds: number }

async function judgeAll(
  { store }: CreatedRun,
  { experiments, preset, seed, seeds }: ReproduceRequest,
  options: ReproduceRunOptions,
): Promise<readonly TimedResult[]> {
  const { backend, plans, signal, onEvent, onWait } = options
  const begun = new Map(
    experiments.map(({ id }) => [
      id,
      { judged: [] as (JudgedPart & { seed: number })[], seconds: 0, analysisSeconds: 0 },
    ]),
  )
  /** True when the part is judged, false while other processes train some of it. */
  const attempt = async (part: Part): Promise<boolean> => {
    const { experiment, plan } = part
    const folder = part.seed === seed ? experiment.id : `seeds/${part.seed}/${experiment.id}`
    const left: TrainingTask[] = []
    for (const task of part.left) {
      const position = { experiment, seed: part.seed, task, index: plan.tasks.indexOf(task), count: plan.tasks.length }
      const shared = { folder: `${folder}/${task.name}`, signal }
      const trained = await tryTask(store, task, backend, { ...shared, onEvent: (event) => onEvent?.(event, position) })
      if (trained === undefined) left.push(task)
    }
    part.left = left
    if (left.length > 0) return false
    const trained: TrainedEnsemble[] = []
    for (const task of plan.tasks)
      trained.push(await runTask(store, task, backend, { folder: `${folder}/${task.name}`, signal }))
    const analysisBegun = performance.now()
    const { numbers, claims, figures, undrawn } = judgeExperiment(experiment, plan, trained)
    const diverged = trained.flatMap((each) => each.diverged.map((at) => ({ ensemble: each.task.name, ...at })))
    const of = begun.get(experiment.id)!
    of.judged.push({ seed: part.seed, experiment, plan, numbers, claims, figures, undrawn, diverged })
    of.analysisSeconds += (performance.now() - analysisBegun) / 1000
    return true
  }
  const timed = async (part: Part): Promise<boolean> => {
    const startedAt = performance.now()
    const isJudged = await attempt(part)
    begun.get(part.experiment.id)!.seconds += (performance.now() - startedAt) / 1000
    return isJudged
  }

  let left: Part[] = []
  for (const experiment of experiments) {
    for (let other = seed; other < seed + seeds; other++) {
      const plan = (other === seed ? plans?.get(experiment.id) : undefined) ?? experiment.plan(preset, other)
      const part: Part = { experiment, seed: other, plan, left: plan.tasks }
      if (!(await timed(part))) left.push(part)
    }
  }
  if (left.length > 0) onWait?.()
  while (left.length > 0) {
    await pause(store.leases.retrySeconds, signal)
    const still: Part[] = []
    for (const part of left) if (!(await timed(part))) still.push(part)
    left = still
  }
  return [...begun.values()].map(({ judged, seconds, analysisSeconds }) => {
    const bySeed = judged.sort((a, b) => a.seed - b.seed)
    const overSeeds = seeds > 1 && { overSeeds: claimsOverSeeds(bySeed) }
    return { ...bySeed[0]!, ...overSeeds, seconds: Math.round(seconds * 1000) / 1000, analysisSeconds }
  })
}
