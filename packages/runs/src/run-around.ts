/** The run around a file, so that a file of a run is never read or replaced past the run's hashes, however it is named. */
import { realpath } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { InvalidFileError } from '@digon/formats'
import { cannotRead } from './cannot-read-error.js'
import { openRun, type RunFolder } from './open-run.js'
import { NotARunError } from './run-errors.js'

/** As deep as files of a run lie: `seeds/SEED/EXPERIMENT/ENSEMBLE/recorded/STEP.safetensors`. */
const maximumDepth = 6

/**
 * The run that a file lies in, one of its own or not, and its path there; undefined when there is none.
 *
 * @param file a file that is there, perhaps behind a link.
 * @throws {CannotReadError} when there is no such file.
 */
export async function runAround(file: string): Promise<{ readonly run: RunFolder; readonly path: string } | undefined> {
  const real = await realpath(file).catch((cause: unknown) => {
    throw cannotRead(file, cause)
  })
  let path = basename(real)
  let directory = dirname(real)
  for (let depth = 0; depth < maximumDepth; depth++) {
    const run = await openRun(directory).catch(notARun)
    if (run !== undefined) {
      return { run, path }
    }
    path = `${basename(directory)}/${path}`
    directory = dirname(directory)
  }
  return undefined
}

/** Somebody else's run.json is none of ours. */
function notARun(error: unknown): undefined {
  if (error instanceof NotARunError || error instanceof InvalidFileError) return undefined
  throw error
}
