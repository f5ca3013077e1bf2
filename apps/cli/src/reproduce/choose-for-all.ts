import { type Backend, chooseBackend, supportOfAll, type TrainingTask, UnsupportedEnsembleError } from '@digon/model'
import { type BackendOptions, candidateBackends } from '../backends.js'
import type { Terminal } from '../terminal.js'

/**
 * The backend that `--backend` names for every ensemble of a run, told on stderr. One that was asked for by name is taken or
 * refused; `auto` says which ones it passed over.
 *
 * @throws {UnsupportedEnsembleError} when the named backend cannot train one of the ensembles.
 * @throws {BackendUnavailableError} when it, or every candidate, cannot run here.
 */
export async function chooseForAll(
  name: string,
  tasks: readonly Pick<TrainingTask, 'ensemble'>[],
  terminal: Terminal,
  options: BackendOptions = {},
): Promise<Backend> {
  const candidates = await candidateBackends(name, options)
  const ensembles = tasks.map(({ ensemble }) => ensemble)
  const isNamed = candidates.length === 1
  const support = supportOfAll(candidates[0]!, ensembles)
  if (isNamed && !support.supported) throw new UnsupportedEnsembleError(candidates[0]!.name, support.reason)
  const { backend, device, passedOver } = await chooseBackend(candidates, ensembles, { allowSoftware: isNamed })
  for (const { name: other, reason } of passedOver) terminal.error(`backend ${other} not used: ${reason}`)
  terminal.error(`backend ${backend.name}: ${device.description}`)
  return backend
}
