/** Which of several backends takes some ensembles. The list, and its order of preference, is the app's. */
import type { Backend, Device, Support } from './backend.js'
import { BackendUnavailableError, type PassedOver } from './backend-errors.js'
import type { Ensemble } from './ensemble.js'

/** The backend that was chosen, and why others were passed over. */
export interface BackendChoice {
  readonly backend: Backend
  /** What it would run on, as its probe said. */
  readonly device: Device
  /** The backends before it in the list, and why they were not taken. */
  readonly passedOver: readonly PassedOver[]
}

/** Options of `chooseBackend`. */
export interface ChoiceOptions {
  /** Take a device of kind `software`, a CPU pretending to be a GPU, as well. Default false. */
  readonly allowSoftware?: boolean
}

/**
 * The first backend of the list that supports every one of the ensembles and is available: one for all, so that their numbers
 * come from the same arithmetic. A backend that does not support an ensemble is not probed, so its engine is never loaded.
 *
 * @throws {BackendUnavailableError} with every backend's reason when none fits.
 */
export async function chooseBackend(
  backends: readonly Backend[],
  ensembles: readonly Ensemble[],
  options: ChoiceOptions = {},
): Promise<BackendChoice> {
  const passedOver: PassedOver[] = []
  for (const backend of backends) {
    const support = supportOfAll(backend, ensembles)
    if (!support.supported) {
      passedOver.push({ name: backend.name, reason: support.reason })
      continue
    }
    const probe = await backend.probe()
    if (!probe.available) {
      passedOver.push({ name: backend.name, reason: probe.reason })
    } else if (probe.device.kind === 'software' && options.allowSoftware !== true) {
      const reason = `${probe.device.description} is a software device, which is never taken by default`
      passedOver.push({ name: backend.name, reason })
    } else {
      return { backend, device: probe.device, passedOver }
    }
  }
  throw new BackendUnavailableError(passedOver)
}

/** Whether a backend supports every one of the ensembles; if not, the reason of the first that it does not. */
export function supportOfAll(backend: Backend, ensembles: readonly Ensemble[]): Support {
  for (const ensemble of ensembles) {
    const support = backend.supports(ensemble)
    if (!support.supported) return support
  }
  return { supported: true }
}
