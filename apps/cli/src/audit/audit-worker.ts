/** One of the processes of an audit: audits one experiment. */
import { auditExperiment, type ExperimentAudit } from '@digon/experiments'
import { openBackend } from '../backends.js'
import { chooseExperiments } from '../reproduce/choose-experiments.js'
import type { WorkContext, WorkKinds } from '../workers/worker-protocol.js'
import { loadFaults } from './load-fault.js'

export async function auditHere(
  { experiment: name, preset, seed, backend: engine, threads, faults: files }: WorkKinds['audit']['asked'],
  { signal, tell }: WorkContext<WorkKinds['audit']['told']>,
): Promise<ExperimentAudit> {
  const [experiment] = await chooseExperiments([name], preset)
  const [backend, faults] = [await openBackend(engine, { threads }), await loadFaults(files)]
  return auditExperiment(experiment!, {
    ...{ preset, seed, backend, faults, signal },
    onEvent: (event) => {
      if (event.type === 'fault-start') tell(event)
    },
  })
}
