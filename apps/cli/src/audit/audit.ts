/** `digon audit`: checks everything that was asked, chooses a backend, audits one experiment after the other, prints. */
import { auditExperiment, type ExperimentAudit, type Fault, faults, type PresetName } from '@digon/experiments'
import { checkBackendName } from '../backends.js'
import { exitCode } from '../exit-code.js'
import { jsonText } from '../json-text.js'
import { chooseExperiments } from '../reproduce/choose-experiments.js'
import { chooseForAll } from '../reproduce/choose-for-all.js'
import type { Terminal } from '../terminal.js'
import { auditTables } from './audit-tables.js'
import { loadFault } from './load-fault.js'
import { showAuditProgress } from './show-audit-progress.js'

export interface AuditCommandOptions {
  readonly preset: PresetName
  readonly backend: string
  readonly seed: number
  /** Modules with further faults. */
  readonly fault: readonly string[]
  readonly json?: true
}

/**
 * Fails when a claim holds under a near miss that it names itself. Other faults that nothing notices are findings, not failures.
 *
 * @returns the exit code.
 * @param published the faults of every audit; default: all that are published.
 */
export async function audit(
  ids: readonly string[],
  options: AuditCommandOptions,
  terminal: Terminal,
  published: readonly Fault[] = faults,
): Promise<number> {
  const { preset, seed } = options
  checkBackendName(options.backend)
  const planted: Fault[] = [...published]
  for (const file of options.fault) {
    planted.push(
      await loadFault(
        file,
        planted.map(({ name }) => name),
      ),
    )
  }
  const experiments = await chooseExperiments(ids, preset)
  const tasks = experiments.flatMap((experiment) => experiment.plan(preset, seed).tasks)
  const backend = await chooseForAll(options.backend, tasks, terminal)
  const progress = showAuditProgress(terminal)
  const audits: ExperimentAudit[] = []
  try {
    for (const experiment of experiments) {
      const { signal } = terminal
      const onEvent = progress.of(experiment.id)
      audits.push(await auditExperiment(experiment, { preset, seed, backend, faults: planted, signal, onEvent }))
    }
  } finally {
    progress.stop()
  }
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
