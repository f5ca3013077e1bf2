import { basename, extname, join, resolve } from 'node:path'
import type { SweepPlan } from '@digon/formats'
import { openRun } from '@digon/runs'
import {
  beginSweep,
  engineOf,
  expandPlan,
  finishSweep,
  openSweep,
  type Shard,
  type Sweep,
  type SweepRun,
  sweepStatus,
  taskOfCells,
  wholeSweep,
} from '@digon/sweeps'
import { checkBackendName } from '../backends.js'
import { describeFailure, exitCode, UsageError, WorkerFailedError } from '../exit-code.js'
import { jsonText } from '../json-text.js'
import { packageVersions } from '../package-versions.js'
import type { QueueAddress } from '../queue/queue-address.js'
import { chooseForAll } from '../reproduce/choose-for-all.js'
import { InterruptedError, type Terminal } from '../terminal.js'
import { dryRun } from './dry-run.js'
import { kubernetesJob, shardCount, slurmScript } from './job-files.js'
import { readPlan } from './read-plan.js'
import { resolveShard, type ShardOption } from './shard-option.js'
import { openTraining } from './train-sweep.js'

export interface SweepOptions {
  readonly out?: string
  readonly backend: string
  /** Cores; default all. */
  readonly jobs?: number
  readonly shard?: ShardOption
  readonly failFast?: true
  /** As `StoreOptions.checkpointSeconds`. */
  readonly checkpointSeconds?: number
  /** Hands the tasks out instead of training them here. */
  readonly queue?: QueueAddress
  readonly json?: true
}

/** `digon sweep PLAN`. @returns the exit code. */
export async function sweepFromFile(
  file: string,
  options: SweepOptions & { readonly dryRun?: true; readonly emit?: 'slurm' | 'kubernetes'; readonly shards?: number },
  terminal: Terminal,
): Promise<number> {
  checkBackendName(options.backend)
  const { emit, shards } = options
  if (shards !== undefined && emit === undefined)
    throw new UsageError('--shards goes with --emit; a shard is --shard I/K')
  const plan = await readPlan(file)
  if (emit !== undefined) {
    const { out = defaultFolder(file), jobs = coresOfJobs } = options
    const job = { plan: file, out, shards, jobs, further: optionsOfJobs(options) }
    terminal.out((emit === 'slurm' ? slurmScript : kubernetesJob)(shardCount(plan, job), job).trimEnd())
    return exitCode.done
  }
  if (options.dryRun) {
    const sweep = expandPlan(plan)
    const engine = engineOf(await chooseForAll(options.backend, shapesOf(sweep), terminal))
    return dryRun(sweep, { ...options, engine }, terminal)
  }
  return runSweep(resolve(options.out ?? defaultFolder(file)), plan, options, terminal)
}

/** What every job of a cluster is told besides. @throws {UsageError} for what has no place in a job file. */
function optionsOfJobs({ backend, failFast, checkpointSeconds, shard, queue }: SweepOptions): readonly string[] {
  if (shard !== undefined || queue !== undefined) {
    throw new UsageError('--emit goes without --shard and --queue: its jobs are shards of a shared folder')
  }
  return [
    ...(backend === 'auto' ? [] : ['--backend', backend]),
    ...(failFast ? ['--fail-fast'] : []),
    ...(checkpointSeconds === undefined ? [] : ['--checkpoint-seconds', String(checkpointSeconds)]),
  ]
}

/** Cores of a job on a cluster, unless it is said. */
const coresOfJobs = 4

function defaultFolder(file: string): string {
  return join('runs', basename(file, extname(file)))
}

/** `digon resume RUN`, for a sweep: the same plan on the same backend. */
export async function resumeSweep(
  directory: string,
  options: Omit<SweepOptions, 'backend' | 'out'> & { readonly backend?: string },
  terminal: Terminal,
): Promise<number> {
  const { plan, engine } = await openSweep(directory)
  return runSweep(directory, plan, { ...options, backend: options.backend ?? engine.backend }, terminal)
}

/** What cannot be had just now: the same command continues later. */
const canContinue = 'what is trained stays, and the same command continues from there'

async function runSweep(
  directory: string,
  plan: SweepPlan,
  options: SweepOptions,
  terminal: Terminal,
): Promise<number> {
  const startedAt = performance.now()
  const besideQueue =
    options.queue && (['jobs', 'shard', 'checkpointSeconds'] as const).find((name) => options[name] !== undefined)
  if (besideQueue)
    throw new UsageError(
      `--${besideQueue === 'checkpointSeconds' ? 'checkpoint-seconds' : besideQueue} does not go with --queue: workers train; \`digon worker\` has --jobs and --checkpoint-seconds`,
    )
  const shard = options.shard === undefined ? wholeSweep : resolveShard(options.shard, process.env)
  const sweep = expandPlan(plan)
  const { checkpointSeconds } = options
  const training = openTraining({ ...options, directory, sweep, shard, failFast: options.failFast ?? false }, terminal)
  try {
    const backend = await chooseForAll(options.backend, shapesOf(sweep), terminal)
    const shared = { packageVersions: packageVersions(backend), signal: terminal.signal, checkpointSeconds }
    return await continuable(terminal, async () => {
      const begun = await beginSweep(directory, plan, { ...shared, engine: engineOf(backend), createParents: true })
      if (begun.run.status === 'interrupted') terminal.error(`${directory} contains this sweep (unfinished); resuming`)
      if (begun.run.status === 'finished')
        terminal.error(`${directory} contains this sweep (finished); nothing was trained`)
      else await training.train(begun, backend)
      const missing = await finishSweep(begun, {
        ...shared,
        writeFigures: async (table, write) => {
          const { writeSweepFigures } = await import('./sweep-figures.js')
          await writeSweepFigures(sweep, table, write, terminal)
        },
      })
      return summarize(begun, { directory, missing, shard, startedAt }, options, terminal)
    })
  } finally {
    await training.close()
  }
}

/** Does the work; where it ends with what can be continued, the exit code says so. Other errors are thrown. */
async function continuable(terminal: Terminal, work: () => Promise<number>): Promise<number> {
  try {
    return await work()
  } catch (error) {
    return endOf(error, terminal)
  }
}

/** The exit code of what can be continued; other errors are thrown. */
function endOf(error: unknown, terminal: Terminal): number {
  if (error instanceof InterruptedError && error.signal === 'SIGTERM') {
    terminal.error(`stopping; ${canContinue}`)
    return exitCode.incomplete
  }
  if (error instanceof WorkerFailedError) {
    terminal.error(error.message)
    if (error.code !== exitCode.unfinished) return error.code
    terminal.error(canContinue)
    return exitCode.incomplete
  }
  const { code, message } = describeFailure(error)
  if (code !== exitCode.unfinished || (error as { category?: unknown }).category !== 'resources') throw error
  terminal.error(`${message}\n${canContinue}`)
  return exitCode.incomplete
}

/** One ensemble of every shape, to choose a backend by. */
function shapesOf({ plan, tasks }: Sweep) {
  const costs = new Set<unknown>()
  const first = tasks.filter(({ cost }) => !costs.has(cost) && costs.add(cost))
  return first.map(({ cells }) => taskOfCells(plan, [cells[0]!], 'shape'))
}

interface Ended {
  readonly directory: string
  readonly missing: readonly number[]
  readonly shard: Shard
  readonly startedAt: number
}

async function summarize(
  { run, sweep }: SweepRun,
  { directory, missing, shard, startedAt }: Ended,
  options: SweepOptions,
  terminal: Terminal,
): Promise<number> {
  const { cells, done, failed, diverged, tasks } = await sweepStatus({
    sweep,
    store: run.store,
    isFinished: missing.length === 0,
  })
  const isMine = (task: number) => task % shard.count === shard.index - 1
  const isComplete = !missing.some(isMine)
  const seconds = Math.round(performance.now() - startedAt) / 1000
  const code = !isComplete ? exitCode.incomplete : failed + diverged > 0 ? exitCode.fails : exitCode.done
  if (options.json) {
    const counts = {
      cells,
      done,
      failed,
      missing: cells - done - failed,
      diverged,
      tasks,
      missingTasks: missing.length,
    }
    const ended = await openRun(directory)
    const files = ended.state === 'finished' ? Object.keys(ended.record.files) : []
    const table = files.includes('members.parquet') ? join(directory, 'members.parquet') : null
    const figures = files.filter((path) => path.startsWith('figures/')).map((path) => join(directory, path))
    terminal.out(jsonText({ directory, ...counts, seconds, table, figures }))
    return code
  }
  const troubles = [failed > 0 ? `${failed} failed` : '', diverged > 0 ? `${diverged} diverged` : ''].filter(Boolean)
  terminal.out(`${done} of ${cells} models trained${troubles.length > 0 ? `, ${troubles.join(', ')}` : ''}`)
  if (missing.length > 0) terminal.out(`${missing.length} of ${tasks} tasks are missing; \`digon merge\` joins shards`)
  else terminal.out(`Table: ${join(directory, 'members.parquet')}`)
  terminal.out(`Run: ${directory}`)
  return code
}
