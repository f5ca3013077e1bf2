import { join, resolve } from 'node:path'
import type { PresetName } from '@digon/experiments'
import { checkBackendName } from '../backends.js'
import { UsageError } from '../exit-code.js'
import { isModuleName } from '../module-name.js'
import { packageVersions } from '../package-versions.js'
import { undrawnInWords } from '../plot/undrawn-in-words.js'
import type { Terminal } from '../terminal.js'
import { coresToUse, memoryInWords } from '../workers/cores.js'
import { openPool } from '../workers/worker-pool.js'
import { chooseExperiments } from './choose-experiments.js'
import { chooseForAll } from './choose-for-all.js'
import { printResults } from './print-results.js'
import { inProcesses } from './run-in-processes.js'
import { showProgress } from './show-progress.js'
import { drawFigures, reportWriter } from './write-results.js'

export interface ReproduceOptions {
  readonly preset: PresetName
  readonly backend: string
  readonly seed: number
  /** How many seeds, `seed` and those after it; an integer ≥ 1. */
  readonly seeds: number
  /** Cores to use, an integer ≥ 1. Default: as `coresToUse`. */
  readonly jobs?: number
  readonly out?: string
  /** As `StoreOptions.checkpointSeconds`. */
  readonly checkpointSeconds?: number
  readonly json?: true
}

/**
 * `digon reproduce`: checks everything that was asked, chooses a backend, lets the run train and judge, prints.
 *
 * @returns the exit code.
 */
export async function reproduce(
  ids: readonly string[],
  options: ReproduceOptions,
  terminal: Terminal,
): Promise<number> {
  const { preset, seed, seeds, checkpointSeconds } = options
  checkBackendName(options.backend)
  const experiments = await chooseExperiments(ids, preset)
  if (seed > Number.MAX_SAFE_INTEGER - (seeds - 1)) {
    throw new UsageError(`invalid --seeds: ${seeds} from ${seed} on pass 2^53 − 1; choose a smaller --seed`)
  }
  const plans = new Map(experiments.map((experiment) => [experiment.id, experiment.plan(preset, seed)]))
  const tasks = [...plans.values()].flatMap((plan) => plan.tasks)
  const backend = await chooseForAll(options.backend, tasks, terminal, options.jobs === 1 ? { threads: 1 } : {})
  const asked = ids.includes('all') ? ids : experiments.map(({ id }) => id)
  const name = `${asked.join('+')}-${preset}-seed${seed}${seeds > 1 ? `-to-${seed + seeds - 1}` : ''}-${backend.name}`
  const directory = resolve(options.out ?? join('runs', name))

  const { reproduceRun } = await import('@digon/runs/reproduce')
  const startedAt = performance.now()
  const cores = coresToUse(options.jobs, backend.name, terminal)
  const progress = showProgress({ plans: [...plans.values()], seeds, cores }, terminal)
  const onDeath = (reason: string) => progress.note(`${reason}; another process takes over`)
  const pool = openPool({ program: terminal.program, signal: terminal.signal, onDeath })
  const several = seeds > 1 ? ` --seeds ${seeds}` : ''
  // An engine from outside is known by its module, not by its name.
  const engine = isModuleName(options.backend) ? options.backend : backend.name
  const command = `digon reproduce ${ids.join(' ')} --preset ${preset} --seed ${seed}${several} --backend ${engine}`
  const madeWith = packageVersions(backend, experiments)
  const versions = Object.entries(madeWith).map(([name, version]) => `${name} ${version}`)
  const facts = { command, seed, seeds, preset, backend: backend.name, arithmetic: backend.arithmetic, versions }
  const run = await reproduceRun(
    directory,
    { experiments, preset, seed, seeds },
    {
      ...{ backend, plans, packageVersions: madeWith, createParents: true, signal: terminal.signal },
      checkpointSeconds,
      ...(cores > 1 && {
        workers: inProcesses(pool, { directory, preset, backend: engine, cores, checkpointSeconds }),
      }),
      onStart: (status) => {
        if (status === 'finished')
          progress.note(
            `${directory} already contains this run (finished); re-evaluating its claims from the saved files`,
          )
        if (status === 'interrupted') progress.note(`${directory} contains this run (unfinished); resuming`)
        if (cores > 1)
          progress.note(
            memoryInWords(
              [...plans.values()].map((plan) => plan.tasks),
              cores,
            ),
          )
      },
      onEvent: progress.show,
      onJudge: progress.judge,
      onWait: () => progress.note('waiting for tasks that other processes are training'),
      draw: drawFigures,
      writeReport: reportWriter(facts, (figure) => progress.note(`${undrawnInWords(figure)}; it is left out`)),
    },
  ).finally(async () => {
    progress.stop()
    await pool.close()
  })
  const seconds = Math.round(performance.now() - startedAt) / 1000
  const { files } = run.record
  return printResults(run.experiments, { ...options, backend: backend.name, directory, files, seconds }, terminal)
}
