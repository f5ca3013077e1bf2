import { availableParallelism } from 'node:os'
import { basename, extname, join, resolve } from 'node:path'
import type { SweepPlan } from '@digon/formats'
import type { Backend } from '@digon/model'
import { openRun } from '@digon/runs'
import {
  beginSweep,
  engineOf,
  expandPlan,
  finishSweep,
  openSweep,
  type Shard,
  type Sweep,
  sweepStatus,
  taskOfCells,
  type WorkEvent,
  wholeSweep,
  workOnSweep,
} from '@digon/sweeps'
import { checkBackendName, openBackend } from '../backends.js'
import { describeFailure, exitCode, UsageError, WorkerFailedError } from '../exit-code.js'
import { jsonText } from '../json-text.js'
import { packageVersions } from '../package-versions.js'
import { type HandOutOptions, handOut } from '../queue/hand-out.js'
import type { QueueAddress } from '../queue/queue-address.js'
import { chooseForAll } from '../reproduce/choose-for-all.js'
import { InterruptedError, type Terminal } from '../terminal.js'
import { openPool } from '../workers/worker-pool.js'
import { dryRun } from './dry-run.js'
import { kubernetesJob, shardCount, slurmScript } from './job-files.js'
import { readPlan } from './read-plan.js'
import { resolveShard, type ShardOption } from './shard-option.js'
import { writeSweepFigures } from './sweep-figures.js'
import { showSweepProgress } from './sweep-progress.js'

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
  const backend = await chooseForAll(options.backend, shapesOf(sweep), terminal)
  const { checkpointSeconds } = options
  const shared = { packageVersions: packageVersions(backend), signal: terminal.signal, checkpointSeconds }
  try {
    const begun = await beginSweep(directory, plan, { ...shared, engine: engineOf(backend), createParents: true })
    if (begun.run.status === 'interrupted') terminal.error(`${directory} contains this sweep (unfinished); resuming`)
    if (begun.run.status === 'finished')
      terminal.error(`${directory} contains this sweep (finished); nothing was trained`)
    else await train({ directory, sweep, backend, shard, options, begun }, terminal)
    const missing = await finishSweep(begun, {
      ...shared,
      writeFigures: (table, write) => writeSweepFigures(sweep, table, write, terminal),
    })
    return await summarize(directory, { missing, shard, startedAt }, options, terminal)
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

interface Training {
  readonly directory: string
  readonly sweep: Sweep
  readonly backend: Backend
  readonly shard: Shard
  readonly options: SweepOptions
  readonly begun: Awaited<ReturnType<typeof beginSweep>>
}

async function train(
  { directory, sweep, backend, shard, options, begun }: Training,
  terminal: Terminal,
): Promise<void> {
  const mine = sweep.tasks.map((_, task) => task).filter((task) => task % shard.count === shard.index - 1)
  const cores = options.jobs ?? availableParallelism()
  const count = terminal.program === undefined ? 1 : Math.max(1, Math.min(cores, mine.length))
  const threads = Math.max(1, Math.floor(cores / count))
  const progress = showSweepProgress(sweep, mine, terminal)
  const onEvent = (event: WorkEvent): void => {
    if (event.type === 'done') progress.done(event.task)
    else if (event.type === 'progress') progress.partly(event.task, event.share)
    else if (event.type === 'redo') progress.note(`${event.reason}; training it again`)
    else progress.note('waiting for tasks that other processes are training')
  }
  // An engine from outside is known by its module, not by its name.
  const name = options.backend === 'auto' ? backend.name : options.backend
  const { signal } = terminal
  const shared = { shard, failFast: options.failFast ?? false }
  const onDeath = (reason: string) => progress.note(`${reason}; another process takes over`)
  const pool = openPool({ program: terminal.program, signal, onDeath })
  try {
    if (options.queue !== undefined)
      await throughQueue(options.queue, { ...shared, signal, onEvent, sweep, begun }, terminal)
    else if (count > 1) {
      const { checkpointSeconds } = options
      const asked = { ...shared, directory, backend: name, threads, checkpointSeconds }
      const places = Array.from({ length: count }, (_, place) => place / count)
      const ended = await Promise.allSettled(places.map((begin) => pool.ask('sweep', { ...asked, begin }, onEvent)))
      for (const end of ended) if (end.status === 'rejected') throw end.reason
    } else {
      const own = await openBackend(name, { threads })
      await workOnSweep(begun.run.store, sweep, { ...shared, signal, onEvent, backend: own, engine: begun.engine })
    }
  } finally {
    await pool.close()
    progress.stop()
  }
}

async function throughQueue(
  address: QueueAddress,
  { begun, ...options }: Pick<HandOutOptions, 'sweep' | 'failFast' | 'signal' | 'onEvent'> & Pick<Training, 'begun'>,
  terminal: Terminal,
): Promise<void> {
  const { openQueue } = await import('../queue/task-queue.js')
  const queue = await openQueue(address)
  const { shown } = address
  const place = { run: begun.run.record.id, store: begun.run.store, engine: begun.engine, shown }
  terminal.error(`tasks are handed out at ${shown}, to every \`digon worker\` there`)
  try {
    await handOut(queue, { ...options, ...place, onNote: terminal.error })
  } finally {
    await queue.close()
  }
}

/** One ensemble of every shape, to choose a backend by. */
function shapesOf({ plan, tasks }: Sweep) {
  const costs = new Set<unknown>()
  const first = tasks.filter(({ cost }) => !costs.has(cost) && costs.add(cost))
  return first.map(({ cells }) => taskOfCells(plan, [cells[0]!], 'shape'))
}

interface Ended {
  readonly missing: readonly number[]
  readonly shard: Shard
  readonly startedAt: number
}

async function summarize(
  directory: string,
  { missing, shard, startedAt }: Ended,
  options: SweepOptions,
  terminal: Terminal,
): Promise<number> {
  const { cells, done, failed, diverged, tasks } = await sweepStatus(await openSweep(directory))
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
    const run = await openRun(directory)
    const files = run.state === 'finished' ? Object.keys(run.record.files) : []
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
