/** Failures of the engine that a caller can handle, beside those of the backend contract. */

/** The memory that an ensemble needs cannot be had. */
export class MemoryUnavailableError extends Error {
  override readonly name = 'MemoryUnavailableError'
  readonly category = 'resources'
  constructor(
    /** What was asked for by one engine. */
    readonly byteLength: number,
    options?: ErrorOptions,
  ) {
    super(
      `out of memory: one WASM engine would need ${byteLength} bytes, of at most ${2 ** 32}; use fewer members or features, or smaller fixed batches`,
      options,
    )
  }
}

/** A worker died twice with the same members; what it had computed since its last snapshot is lost. */
export class WorkerLostError extends Error {
  override readonly name = 'WorkerLostError'
  readonly category = 'resources'
  constructor(
    /** Indices in the ensemble of the members that it trained. */
    readonly members: readonly number[],
    /** What the worker said last. */
    readonly reason: string,
  ) {
    super(`worker lost with members ${members.join(', ')}: ${reason}`)
  }
}
