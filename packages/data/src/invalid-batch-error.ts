/** The error for a batch that contradicts itself; the checks that throw it are in `check-batch.ts`. */

/** A batch whose arrays contradict one another or hold what no engine may be given. The first fault is named. */
export class InvalidBatchError extends RangeError {
  override readonly name = 'InvalidBatchError'
  readonly category = 'input'
  /** @param path of the fault inside the batch, for example `features[7]`; `batch` for the whole. */
  constructor(
    readonly path: string,
    readonly found: string,
    readonly expected: string,
  ) {
    super(`invalid ${path}: ${found}; expected ${expected}`)
  }
}
