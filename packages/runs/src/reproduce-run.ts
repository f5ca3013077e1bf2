/**
 * A run that reproduces experiments from one seed or several: every task of every plan, then numbers and claims. Several
 * processes and hosts may work on one run: each trains what no other has, waits for the rest, and comes to the same results.
 * Figures, reports and the choice of a backend are the caller's.
 */
import { streamVersion } from '@digon/data'
import {
  type Claim,
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
import { type StoredTaskEvent, tryTask } from './run-task.js'

export interface ReproduceRequest {
  /** At least one, in the order of the results. */
  readonly experiments: readonly Experiment[]
  readonly preset: PresetName
  /** An integer in [0, 2⁵³). */
  readonly seed: number
  /** How many seeds from `seed` on, an integer ≥ 1. */
  readonly seeds: number
}

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

export interface ReproduceRunOptions extends CreateRunOptions {
  readonly backend: Backend
  /** Plans of the first seed that are made already, by experiment id. */
  readonly plans?: ReadonlyMap<string, ExperimentPlan>
  /** The folder is taken. */
  readonly onStart?: (status: CreatedRun['status']) => void
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
  /** Names of the tasks that are known to be finished. */
  readonly finished: Set<string>
}

interface JudgedPart extends Omit<ExperimentResult<unknown>, 'trained'> {
  readonly diverged: ReproducedExperiment['diverged']
  readonly plan: ExperimentPlan
}

type TimedResult = ReproducedExperiment & { readonly analysisSeconds: number }

async function judgeAll(
  run: CreatedRun,
  { experiments, preset, seed, seeds }: ReproduceRequest,
  options: ReproduceRunOptions,
): Promise<readonly TimedResult[]> {
  const clocks = new Map(experiments.map(({ id }) => [id, { whole: 0, analysis: 0 }]))
  const first = new Map<string, JudgedPart>()
  const claims = new Map<string, { seed: number; claims: readonly Claim[] }[]>()
  const attempt = async (part: Part): Promise<boolean> => {
    const clock = clocks.get(part.experiment.id)!
    const begun = performance.now()
    try {
      const trained = await trainPart(run, part, seed, options)
      if (trained === undefined) return false
      const trainedAt = performance.now()
      const { trained: _, ...judged } = judgeExperiment(part.experiment, part.plan, trained)
      clock.analysis += (performance.now() - trainedAt) / 1000
      const diverged = trained.flatMap((each) => each.diverged.map((at) => ({ ensemble: each.task.name, ...at })))
      if (part.seed === seed) first.set(part.experiment.id, { ...judged, diverged, plan: part.plan })
      claims.set(part.experiment.id, [
        ...(claims.get(part.experiment.id) ?? []),
        { seed: part.seed, claims: judged.claims },
      ])
      return true
    } finally {
      clock.whole += (performance.now() - begun) / 1000
    }
  }

  let left: Part[] = []
  for (const experiment of experiments) {
    for (let other = seed; other < seed + seeds; other++) {
      const known = other === seed ? options.plans?.get(experiment.id) : undefined
      const plan = known ?? experiment.plan(preset, other)
      const part = { experiment, seed: other, plan, finished: new Set<string>() }
      if (!(await attempt(part))) left.push(part)
    }
  }
  if (left.length > 0) options.onWait?.()
  while (left.length > 0) {
    await pause(run.store.leases.retrySeconds, options.signal)
    const still: Part[] = []
    for (const part of left) if (!(await attempt(part))) still.push(part)
    left = still
  }
  return experiments.map((experiment) => {
    const { whole, analysis } = clocks.get(experiment.id)!
    const bySeed = claims.get(experiment.id)!.sort((a, b) => a.seed - b.seed)
    const times = { seconds: Math.round(whole * 1000) / 1000, analysisSeconds: analysis }
    const overSeeds = seeds > 1 && { overSeeds: claimsOverSeeds(bySeed) }
    return { experiment, ...first.get(experiment.id)!, ...overSeeds, ...times }
  })
}

/** Everything trained of an experiment from one seed, in the order of its plan; undefined while others are at work on some of it. */
async function trainPart(
  { store }: CreatedRun,
  { experiment, seed, plan, finished }: Part,
  firstSeed: number,
  { backend, signal, onEvent }: ReproduceRunOptions,
): Promise<readonly TrainedEnsemble[] | undefined> {
  const folder = seed === firstSeed ? experiment.id : `seeds/${seed}/${experiment.id}`
  const { tasks } = plan
  const attempt = async (task: TrainingTask, index: number, isQuiet = false): Promise<TrainedEnsemble | undefined> => {
    const position = { experiment, seed, task, index, count: tasks.length }
    const trained = await tryTask(store, task, backend, {
      folder: `${folder}/${task.name}`,
      signal,
      onEvent: (event) => isQuiet || onEvent?.(event, position),
    })
    if (trained !== undefined) finished.add(task.name)
    return trained
  }
  const trained: TrainedEnsemble[] = []
  for (const [index, task] of tasks.entries()) {
    // What was finished in an earlier round is only read when all the others are, too.
    if (finished.has(task.name)) continue
    const result = await attempt(task, index)
    if (result !== undefined) trained.push(result)
  }
  if (finished.size < tasks.length) return undefined
  if (trained.length === tasks.length) return trained
  const all: TrainedEnsemble[] = []
  for (const [index, task] of tasks.entries()) {
    const result = trained.find((each) => each.task === task) ?? (await attempt(task, index, true))
    if (result === undefined) {
      finished.delete(task.name)
      return undefined
    }
    all.push(result)
  }
  return all
}
