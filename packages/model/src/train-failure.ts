/** Which failures of a backend another backend can make good, and what there is to go on from. */
import type { Backend, Snapshot } from './backend.js'
import {
  BackendUnavailableError,
  DeviceLostError,
  DeviceMemoryError,
  UnsupportedEnsembleError,
} from './backend-errors.js'

export interface Failure {
  /** Name of the backend. */
  readonly backend: string
  readonly reason: string
  /** The last state read back, where work was lost. */
  readonly snapshot: Snapshot | undefined
  readonly snapshotAgeInSeconds: number
  readonly error: Error
}

/** The failure that this error reports; undefined for every error that would come again on another backend. */
export function failureOf(error: unknown, { name }: Backend): Failure | undefined {
  if (error instanceof DeviceLostError) {
    const { reason, snapshot, snapshotAgeInSeconds } = error
    return { backend: name, reason: `device lost: ${reason}`, snapshot, snapshotAgeInSeconds, error }
  }
  const nothingLost = { backend: name, snapshot: undefined, snapshotAgeInSeconds: 0 }
  if (error instanceof BackendUnavailableError) {
    const reason = error.passedOver.map((passed) => passed.reason).join('; ') || error.message
    return { ...nothingLost, reason, error }
  }
  if (error instanceof UnsupportedEnsembleError) return { ...nothingLost, reason: error.reason, error }
  return error instanceof DeviceMemoryError ? { ...nothingLost, reason: error.message, error } : undefined
}
