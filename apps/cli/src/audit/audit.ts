/** `digon audit`: checks everything that was asked, chooses a backend, audits every experiment, prints. */
import {
  auditExperiment,
  type Experiment,
  type ExperimentAudit,
  type Fault,
  faults,
  type PresetName,
} from '@digon/experiments'
import type { Backend } from '@digon/model'
import { shareCores, type Work } from '@digon/runs'
import { trainingCost } from '@digon/runs/reproduce'
import { checkBackendName } from '../backends.js'
import { exitCode } from '../exit-code.js'
import { jsonText } from '../json-text.js'
import { isModuleName } from '../module-name.js'
import { chooseExperiments } from '../reproduce/choose-experiments.js'
import { chooseForAll } from '../reproduce/choose-for-all.js'
import { experimentName } from '../reproduce/load-outside-experiment.js'
import type { Terminal } from '../terminal.js'
import { coresToUse, memoryInWords } from '../workers/cores.js'
import { openPool } from '../workers/worker-pool.js'
import { auditTables } from './audit-tables.js'
import { loadFaults } from './load-fault.js'
import { showAuditProgress } from './show-audit-progress.js'

export interface AuditCommandOptions {
  readonly preset: PresetName
  readonly backend: string
  readonly seed: number
  /** Modules with further faults. */
  readonly fault: readonly string[]
  /** Cores to use, an integer ≥ 1. Default: as `coresToUse`. */
  readonly jobs?: number
  readonly json?: true
}

/**
 * Fails when a claim holds under a near miss that it names itself. Other faults that nothing notices are findings, not failures.
 *
 * @returns the exit code.
 * @param published the faults of every audit; default: all that are published. Others need `jobs` 1: processes know only those.
 */
export async function audit(
  ids: readonly string[],
  options: AuditCommandOptions,
  terminal: Terminal,
  published: readonly Fault[] = faults,
): Promise<number> {
  const { preset, seed } = options
  checkBackendName(options.backend)
  const planted = await loadFaults(options.fault, published)
  const experiments = await chooseExperiments(ids, preset)
  const tasks = experiments.flatMap((experiment) => experiment.plan(preset, seed).tasks)
  const engine = await chooseForAll(options.backend, tasks, terminal, options.jobs === 1 ? { threads: 1 } : {})
  const audits = await auditAll(experiments, { ...options, planted, engine }, terminal)
  const unnoticed = audits.flatMap(({ claims }) => claims.flatMap((claim) => claim.unnoticed))
  const code = unnoticed.length === 0 ? exitCode.done : exitCode.fails
  if (!options.json) {
    terminal.out(auditTables(audits, planted))
    return code
  }
  const touches = (name: string) => audits.filter(({ touchedBy }) => touchedBy.includes(name)).map(({ id }) => id)
  terminal.out(
    jsonText({
      seed,
      preset,
      faults: planted.map(({ name, description }) => ({ name, description, touches: touches(name) })),
      experiments: audits.map(({ id, lossRatios, claims }) => ({ id, lossRatios, claims })),
    }),
  )
  return code
}

interface Auditing extends AuditCommandOptions {
  readonly planted: readonly Fault[]
  readonly engine: Backend
}

/** Every experiment by a process of its own, as many at once as there are cores, the longest first. */
async function auditAll(
  experiments: readonly Experiment[],
  { preset, seed, fault, planted, engine, ...options }: Auditing,
  terminal: Terminal,
): Promise<readonly ExperimentAudit[]> {
  const { signal } = terminal
  const cores = coresToUse(options.jobs, engine.name, terminal)
  const sized = experiments.map((experiment) => {
    const { tasks } = experiment.plan(preset, seed)
    const members = tasks.map(({ ensemble }) => ensemble.members.length)
    return {
      experiment,
      tasks,
      cost: tasks.reduce((sum, task) => sum + trainingCost(task), 1),
      mostCores: Math.max(1, ...members),
    }
  })
  const progress = showAuditProgress(
    sized.map(({ experiment, cost }) => ({ id: experiment.id, cost })),
    terminal,
  )
  const onDeath = (reason: string) => progress.note(`${reason}; another process takes over`)
  const pool = openPool({ program: terminal.program, signal, onDeath })
  const backend = isModuleName(options.backend) ? options.backend : engine.name
  const audits = new Map<string, ExperimentAudit>()
  const work = sized.map(
    ({ experiment, cost, mostCores }): Work => ({
      cost,
      mostCores,
      async perform(threads) {
        signal.throwIfAborted()
        const { id } = experiment
        progress.begin(id)
        const onEvent = progress.of(id)
        const asked = { experiment: experimentName(experiment), preset, seed, backend, threads, faults: fault }
        const audited =
          cores > 1
            ? pool.ask('audit', asked, onEvent)
            : auditExperiment(experiment, { preset, seed, backend: engine, faults: planted, signal, onEvent })
        audits.set(id, await audited)
        progress.end(id)
        return []
      },
    }),
  )
  if (cores > 1) {
    work.sort((a, b) => b.cost - a.cost)
    progress.note(
      memoryInWords(
        sized.map(({ tasks }) => tasks),
        cores,
      ),
    )
  }
  try {
    await shareCores(work, cores)
  } finally {
    progress.stop()
    await pool.close()
  }
  return experiments.map(({ id }) => audits.get(id)!)
}
