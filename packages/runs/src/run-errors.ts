/** What can stand in the way of using a folder as a run. Disks that refuse to be written are `CannotWriteError`. */

/** A folder that should take a new run holds something else. */
export class RunExistsError extends Error {
  override readonly name = 'RunExistsError'
  readonly category = 'input'
  constructor(
    readonly directory: string,
    /** What it holds: another run's id, or undefined for files of no run. */
    readonly existingId: string | undefined,
    /** In words, for example `another run (5f0c…, finished), made with another seed`. */
    readonly holds: string,
  ) {
    super(`${directory} already holds ${holds}; choose another folder, or move this one away`)
  }
}

/** A folder without a run.json, or no folder at all. */
export class NotARunError extends Error {
  override readonly name = 'NotARunError'
  readonly category = 'input'
  constructor(
    readonly directory: string,
    /** For example `no run.json in it`. */
    readonly reason: string,
  ) {
    super(`${directory} is not a run: ${reason}; expected a folder that digon wrote`)
  }
}

/** A file of a run is not the one that was written. */
export class RunDamagedError extends Error {
  override readonly name = 'RunDamagedError'
  readonly category = 'check'
  constructor(
    /** The file's path. */
    readonly file: string,
    /** For example `size: 120 bytes; expected 4096`. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${file} is damaged: ${reason}; make the run again, or restore the file`, options)
  }
}
