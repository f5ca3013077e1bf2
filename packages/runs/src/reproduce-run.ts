/**
 * A run that reproduces experiments from one seed or several: every task of every plan, then numbers and claims. Several
 * processes and hosts may work on one run: each trains what no other has, waits for the rest, and comes to the same results.
 * Pictures, reports, the choice of a backend and processes to share the work are the caller's.
 */
import { streamVersion } from '@digon/data'
import {
  type ClaimOverSeeds,
  claimsOverSeeds,
  type Experiment,
  type ExperimentPlan,
  type PresetName,
} from '@digon/experiments'
import { canonicalJson, type RunRecord } from '@digon/formats'
import { type Backend, cyclesPerSample, type TrainingTask } from '@digon/model'
import { type CreatedRun, type CreateRunOptions, createRun } from './create-run.js'
import { finishRun } from './finish-run.js'
import { pause } from './lease.js'
import { type Draw, type JudgedPart, judgePart, type Part, trainTaskOfPart } from './reproduce-part.js'
import type { StoredTaskEvent } from './run-task.js'
import { shareCores, type Work } from './share-cores.js'
import type { RunStore } from './store.js'

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
export interface ReproducedExperiment extends JudgedPart {
  readonly experiment: Experiment
  /** The plan of the first seed, whose numbers, claims and figures these are. */
  readonly plan: ExperimentPlan
  /** In the order of the claims; where there are several seeds. */
  readonly overSeeds?: readonly ClaimOverSeeds[]
  /** Time that its tasks and their judgment took here, one after the other. */
  readonly seconds: number
}

/** A run with all its experiments. */
export interface ReproducedRun extends Pick<CreatedRun, 'status'> {
  readonly directory: string
  readonly record: RunRecord
  readonly experiments: readonly ReproducedExperiment[]
}

/** Which task an event is about. */
export interface TaskPosition extends Part {
  readonly task: TrainingTask
  /** Its position among the tasks of its plan, from 0. */
  readonly index: number
  /** Tasks of the plan. */
  readonly count: number
}

/** What a run tells of a task. */
export type ReproduceEvent =
  /** `checkpoint`: what is trained so far is on disk. */
  | { readonly type: 'run-start' | 'progress' | 'checkpoint'; readonly step: number }
  /** It is trained, here or elsewhere before. */
  | { readonly type: 'run-end' }
  | Extract<StoredTaskEvent, { readonly type: 'task-reuse' | 'task-redo' }>

/** Who does the work of a run. */
export interface ReproduceWorkers {
  /** That they have in all, an integer ≥ 1. */
  readonly cores: number
  /** Trains a task on so many cores. @returns false when a process of someone else has it. */
  readonly train: (position: TaskPosition, cores: number, onEvent: (event: ReproduceEvent) => void) => Promise<boolean>
  /** Judges a part whose tasks are trained, on one core. */
  readonly judge: (part: Part, draw: boolean) => Promise<JudgedPart>
}

/** Options of `reproduceRun`. */
export interface ReproduceRunOptions extends CreateRunOptions {
  readonly backend: Backend
  /** Plans of the first seed that are made already, by experiment id. */
  readonly plans?: ReadonlyMap<string, ExperimentPlan>
  /** Processes that do the work. Default: this one does it, in the order of the request. */
  readonly workers?: ReproduceWorkers
  /** The folder is taken. */
  readonly onStart?: (status: CreatedRun['status']) => void
  /** Told of every task while it is trained. */
  readonly onEvent?: (event: ReproduceEvent, position: TaskPosition) => void
  /** A part is measured, judged and drawn from now on, or no more. */
  readonly onJudge?: (part: Part, phase: 'start' | 'end') => void
  /** All that is left to train is being trained by other processes. */
  readonly onWait?: () => void
  /** Draws the figures of each experiment, from the first seed; of a run that is finished already nothing is drawn. */
  readonly draw?: Draw
  /** Writes what is about all experiments; called when no other process does it, after all figures are written. */
  readonly writeReport?: (write: WriteFile, experiments: readonly ReproducedExperiment[]) => Promise<void>
}

/** Writes a file whole into the run. @param path inside the run's folder. */
export type WriteFile = (path: string, content: Uint8Array | string) => Promise<void>

/**
 * Trains what is not trained yet, judges, and writes numbers and claims of every experiment. A run that was interrupted
 * resumes; one that is finished is judged again from its files.
 *
 * @throws what `createRun`, the experiments, the backend, the workers and the disk throw, or the signal's reason.
 */
export async function reproduceRun(
  directory: string,
  request: ReproduceRequest,
  options: ReproduceRunOptions,
): Promise<ReproducedRun> {
  const { experiments, preset, seed, seeds } = request
  const { backend, packageVersions, signal, onStart, writeReport } = options
  const spec = { kind: 'reproduce', experiments: experiments.map(({ id }) => id), preset, seed, seeds } as const
  const { name, arithmetic } = backend
  const run = await createRun(directory, { spec, backend: name, arithmetic, streamVersion }, options)
  onStart?.(run.status)
  try {
    const judged = await judgeAll(run, request, options)
    const results = judged.map(({ result }) => result)
    const shared = { directory, status: run.status, experiments: results }
    if (run.status === 'finished') return { ...shared, record: run.record }
    const writeFiles = async (write: WriteFile): Promise<void> => {
      for (const { experiment, numbers, claims, overSeeds, files } of results) {
        const { id } = experiment
        await write(`${id}/numbers.json`, `${canonicalJson(numbers, 2)}\n`)
        await write(`${id}/claims.json`, `${canonicalJson(claims, 2)}\n`)
        if (overSeeds) await write(`${id}/claims-over-seeds.json`, `${canonicalJson(overSeeds, 2)}\n`)
        for (const [path, content] of Object.entries(files)) await write(path, content)
      }
      await writeReport?.(write, results)
    }
    const seconds = judged.map(({ result, analysisSeconds }) => [result.experiment.id, rounded(analysisSeconds)])
    const end = { writeFiles, secondsByPart: () => Object.fromEntries(seconds), packageVersions, signal }
    return { ...shared, record: await finishRun(run, end) }
  } catch (error) {
    await run.discard()
    throw error
  }
}

/** A part until it is judged. */
interface OpenPart extends Part {
  /** Whether its figures are those of the run. */
  readonly isDrawn: boolean
  /** The tasks that this process does not know to be finished. */
  left: readonly TrainingTask[]
  judged?: JudgedPart
  seconds: number
}

async function judgeAll(run: CreatedRun, request: ReproduceRequest, options: ReproduceRunOptions) {
  const { experiments, preset, seed, seeds } = request
  const { plans, signal, onEvent, onJudge, onWait } = options
  const workers = options.workers ?? ownWork(run.store, options)
  const parts = experiments.flatMap((experiment) =>
    Array.from({ length: seeds }, (_, k): OpenPart => {
      const plan = (k === 0 ? plans?.get(experiment.id) : undefined) ?? experiment.plan(preset, seed + k)
      const folder = k === 0 ? experiment.id : `seeds/${seed + k}/${experiment.id}`
      const isDrawn = k === 0 && run.status !== 'finished'
      return { experiment, seed: seed + k, plan, folder, isDrawn, left: plan.tasks, seconds: 0 }
    }),
  )
  const timed = async <Result>(part: OpenPart, work: Promise<Result>): Promise<Result> => {
    const begun = performance.now()
    const result = await work
    part.seconds += (performance.now() - begun) / 1000
    return result
  }
  const judgment = (part: OpenPart): Work => ({
    cost: 1,
    mostCores: 1,
    async perform() {
      onJudge?.(part, 'start')
      part.judged = await timed(part, workers.judge(part, part.isDrawn))
      onJudge?.(part, 'end')
      return []
    },
  })
  const training = (part: OpenPart, task: TrainingTask): Work => ({
    cost: trainingCost(task),
    mostCores: Math.max(1, task.ensemble.members.length),
    async perform(cores) {
      signal?.throwIfAborted()
      const { experiment, seed, plan, folder } = part
      const of = { experiment, seed, plan, folder, task }
      const position = { ...of, index: plan.tasks.indexOf(task), count: plan.tasks.length }
      const isTrained = await timed(
        part,
        workers.train(position, cores, (event) => onEvent?.(event, position)),
      )
      if (isTrained) onEvent?.({ type: 'run-end' }, position)
      if (isTrained) part.left = part.left.filter((other) => other !== task)
      return part.left.length === 0 ? [judgment(part)] : []
    },
  })
  for (let round = 0; ; round++) {
    const open = parts.filter(({ judged }) => judged === undefined)
    if (open.length === 0) break
    if (round === 1) onWait?.()
    if (round > 0) await pause(run.store.leases.retrySeconds, signal)
    const ordered = workers.cores > 1 ? longestFirst(open, costOfPart) : open
    const work = ordered.flatMap((part) => {
      const tasks = workers.cores > 1 ? longestFirst(part.left, trainingCost) : part.left
      return tasks.length === 0 ? [judgment(part)] : tasks.map((task) => training(part, task))
    })
    await shareCores(work, workers.cores)
  }
  return experiments.map((experiment) => {
    const own = parts.filter((part) => part.experiment === experiment)
    const [first] = own
    const sum = (seconds: (part: OpenPart) => number) => own.reduce((sum, part) => sum + seconds(part), 0)
    const overSeeds = seeds > 1 && {
      overSeeds: claimsOverSeeds(own.map(({ seed, judged }) => ({ seed, claims: judged!.claims }))),
    }
    const facts = { experiment, plan: first!.plan, ...overSeeds, seconds: rounded(sum((part) => part.seconds)) }
    return { result: { ...first!.judged!, ...facts }, analysisSeconds: sum((part) => part.judged!.seconds) }
  })
}

/** The work done in this process, one piece after the other. */
function ownWork(store: RunStore, { backend, signal, draw }: ReproduceRunOptions): ReproduceWorkers {
  return {
    cores: 1,
    train: (position, _, onEvent) =>
      trainTaskOfPart(store, position, position.task, backend, {
        signal,
        onEvent: (event) => {
          if (isTold(event)) onEvent(event)
        },
      }),
    judge: (part, isDrawn) => judgePart(store, part, backend, { signal, draw: isDrawn ? draw : undefined }),
  }
}

/** Whether an event of a task is one that a run tells while it is trained. */
export function isTold(
  event: StoredTaskEvent,
): event is Extract<
  StoredTaskEvent,
  { readonly type: 'run-start' | 'progress' | 'checkpoint' | 'task-reuse' | 'task-redo' }
> {
  return ['run-start', 'progress', 'checkpoint', 'task-reuse', 'task-redo'].includes(event.type)
}

/** What a task takes on one core, in cycles, by a rough estimate. */
export function trainingCost({ ensemble, steps, evaluationSamples }: TrainingTask): number {
  const { model, members, batchSize } = ensemble
  return members.length * (batchSize * steps + evaluationSamples / 3 + 1) * cyclesPerSample(model)
}

function costOfPart({ left }: OpenPart): number {
  return left.reduce((sum, task) => sum + trainingCost(task), 0)
}

function longestFirst<Item>(items: readonly Item[], cost: (item: Item) => number): readonly Item[] {
  return [...items].sort((a, b) => cost(b) - cost(a))
}

function rounded(seconds: number): number {
  return Math.round(1000 * seconds) / 1000
}
