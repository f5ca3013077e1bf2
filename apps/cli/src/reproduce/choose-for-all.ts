import {
  type Backend,
  BackendUnavailableError,
  chooseBackend,
  type PassedOver,
  type TrainingTask,
  UnsupportedEnsembleError,
} from '@digon/model'
import { candidateBackends } from '../backends.js'
import type { Terminal } from '../terminal.js'

/**
 * One backend for every ensemble of a run, so that all its numbers come from the same arithmetic. A backend that was asked
 * for by name is taken or refused; `auto` says which ones it passed over.
 *
 * @throws {UnsupportedEnsembleError} when the named backend cannot train one of the ensembles.
 * @throws {BackendUnavailableError} when it, or every candidate, cannot run here.
 */
export async function chooseForAll(
  name: string,
  task: readonly Pick<TrainingTask, 'ensemble'>[],
  terminal: Terminal,
): Promise<Backend> {
  const candidates = await candidateBackends(name)
  const passedOver: PassedOver[] = []
  for (const backend of candidates) {
    const refusal = task.map(({ ensemble }) => backend.supports(ensemble)).find((support) => !support.supported)
    if (refusal?.supported === false) {
      if (candidates.length === 1) throw new UnsupportedEnsembleError(backend.name, refusal.reason)
      passedOver.push({ name: backend.name, reason: refusal.reason })
      continue
    }
    try {
      const choice = await chooseBackend([backend], task[0]!.ensemble, { allowSoftware: candidates.length === 1 })
      for (const { name: other, reason } of passedOver) terminal.error(`backend ${other} not taken: ${reason}`)
      terminal.error(`backend ${choice.backend.name}: ${choice.device.description}`)
      return choice.backend
    } catch (failure) {
      if (!(failure instanceof BackendUnavailableError)) throw failure
      passedOver.push(...failure.passedOver)
    }
  }
  throw new BackendUnavailableError(passedOver)
}

/** What a backend calculates in; part of what a run was asked. */
export function precisionOf(backend: Backend): string {
  return backend.name === 'reference' ? 'float64' : 'float32'
}
