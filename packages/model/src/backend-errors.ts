/**
 * The failures of the backend contract that a caller can handle. Every backend throws these very classes, so that
 * `chooseBackend` and the apps tell them apart by `instanceof`; a bad description is `InvalidEnsembleError` instead.
 *
 * The convention for every error class of every package that a caller can handle: `readonly category` says what can be done
 * about it, so that an app needs no list of classes. The command line's exit code follows from it.
 *
 * | category      | means                                                                  | exit code |
 * | ------------- | ---------------------------------------------------------------------- | --------- |
 * | `input`       | what was handed in is wrong, or does not belong together: change it    | 2         |
 * | `unavailable` | a backend or service cannot run here: choose another                   | 3         |
 * | `resources`   | memory, disk, worker or device was lost or is not enough: try again    | 4         |
 * | `check`       | it was done, and what came out does not pass                           | 1         |
 */

import type { Snapshot } from './backend.js'

/** A backend that was not taken, and why. */
export interface PassedOver {
  /** The backend's name, for example `tfjs-wasm`. */
  readonly name: string
  /** For people, for example `no GPU adapter`. */
  readonly reason: string
}

/** No backend can run here: one that was asked for by itself, or none of several. */
export class BackendUnavailableError extends Error {
  override readonly name = 'BackendUnavailableError'
  readonly category = 'unavailable'
  /** @param passedOver every backend that was asked, with its reason. */
  constructor(
    readonly passedOver: readonly PassedOver[],
    options?: ErrorOptions,
  ) {
    const reasons = passedOver.map(({ name, reason }) => `${name}: ${reason}`).join('; ')
    super(
      passedOver.length === 0 ? 'no backend available: none was given' : `no backend available: ${reasons}`,
      options,
    )
  }
}

/** A backend that runs here, but not this ensemble. */
export class UnsupportedEnsembleError extends Error {
  override readonly name = 'UnsupportedEnsembleError'
  readonly category = 'input'
  constructor(
    /** Name of the backend. */
    readonly backend: string,
    /** As its `supports` says it. */
    readonly reason: string,
  ) {
    super(`ensemble not supported by ${backend}: ${reason}`)
  }
}

/** A snapshot that does not fit the ensemble it should go on with. `checkSnapshot` throws it. */
export class SnapshotMismatchError extends Error {
  override readonly name = 'SnapshotMismatchError'
  readonly category = 'input'
  constructor(
    /** What was checked, as a field path, for example `snapshot.parameters.weights`. */
    readonly subject: string,
    readonly found: string,
    readonly expected: string,
  ) {
    super(`invalid ${subject}: ${found}; expected ${expected}`)
  }
}

/** A session was used after `dispose`. */
export class SessionDisposedError extends Error {
  override readonly name = 'SessionDisposedError'
  readonly category = 'input'
  /** @param operation the call that came too late, for example `advance`. */
  constructor(readonly operation: string) {
    super(`${operation} called on a disposed session; open a new one, from a snapshot taken before`)
  }
}

/**
 * The device that a session ran on is gone: unplugged, reset by its driver, taken by the browser, or destroyed. The session is
 * over; training can go on anywhere from the snapshot, as `train` does where it was given fallbacks.
 */
export class DeviceLostError extends Error {
  override readonly name: string = 'DeviceLostError'
  readonly category = 'resources'
  constructor(
    /** Name of the backend. */
    readonly backend: string,
    /** What the device said. */
    readonly reason: string,
    /** The last state that was read back. */
    readonly snapshot: Snapshot,
    /** How long before the loss that was, ≥ 0. */
    readonly snapshotAgeInSeconds: number,
  ) {
    super(
      `device of ${backend} lost: ${reason || 'no reason given'}; the last snapshot is of step ${snapshot.step}, taken ${snapshotAgeInSeconds.toFixed(1)} s earlier`,
    )
  }
}

/** The device has not the memory that was asked for. */
export class DeviceMemoryError extends Error {
  override readonly name = 'DeviceMemoryError'
  readonly category = 'resources'
  constructor(
    /** Name of the backend. */
    readonly backend: string,
    /** What was asked for together. */
    readonly byteLength: number,
    /** What the device said. */
    readonly reason: string,
  ) {
    super(
      `out of memory on the device of ${backend}: ${byteLength} bytes are needed; use fewer members or features (${reason})`,
    )
  }
}
