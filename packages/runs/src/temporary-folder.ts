/** A folder for a while, in the system's place for such. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cannotWrite } from './cannot-write-error.js'

/**
 * Does some work with a new, empty folder, which is deleted afterwards with all that is in it, also when the work fails.
 *
 * @param work is given the folder's path.
 * @returns what the work returns.
 * @throws {CannotWriteError} when the folder cannot be made; else what the work throws.
 */
export async function withTemporaryFolder<Result>(work: (directory: string) => Promise<Result>): Promise<Result> {
  const prefix = join(tmpdir(), 'digon-')
  const directory = await mkdtemp(prefix).catch((cause: unknown) => {
    throw cannotWrite(prefix, cause)
  })
  try {
    return await work(directory)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
