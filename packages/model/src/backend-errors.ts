/**
 * The failures of the backend contract that a caller can handle. Every backend throws these very classes, so that
 * `chooseBackend` and the apps tell them apart by `instanceof`; a bad description is `InvalidEnsembleError` instead.
 */

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
  /** @param operation the call that came too late, for example `advance`. */
  constructor(readonly operation: string) {
    super(`${operation} called on a disposed session; open a new one, from a snapshot taken before`)
  }
}
