/** Whether all files of a run are whole: by hash once it is finished, by their own formats before. */
import { InvalidFileError, readHistory, readNpz, readSafetensors } from '@digon/formats'
import { filesBelow } from './folder-content.js'
import { openRun, type RunFolder } from './open-run.js'
import { factsInside, readInside } from './run-file.js'

export interface RunCheck {
  readonly directory: string
  readonly id: string
  readonly state: RunFolder['state']
  /** Every file that should be there, ascending. */
  readonly files: readonly FileCheck[]
  /** Files that are there but not the run's, ascending. Empty for a run that is not finished: it has no list yet. */
  readonly unlisted: readonly string[]
  /** Whether no file has a problem. */
  readonly whole: boolean
}

export interface FileCheck {
  readonly path: string
  /** What is wrong with it; undefined when it is whole. */
  readonly problem: string | undefined
}

/**
 * Checks a run's files. Sizes come first, hashes are computed piece by piece.
 *
 * @throws {NotARunError} when the folder is no run.
 * @throws {InvalidFileError} when run.json itself cannot be believed.
 */
export async function checkRun(directory: string): Promise<RunCheck> {
  const { record, state } = await openRun(directory)
  const found = await filesBelow(directory)
  const isFinished = state === 'finished'
  const files: FileCheck[] = []
  for (const path of isFinished ? Object.keys(record.files).sort() : found) {
    const check = isFinished
      ? factsInside(directory, path, { bytes: record.sizes[path]! }).then(({ sha256 }) => {
          const expected = record.files[path]
          if (sha256 !== expected) throw new InvalidFileError(path, 'SHA-256', `${sha256}; expected ${expected}`)
        })
      : checkContent(directory, path)
    files.push({ path, problem: await problemOf(check) })
  }
  const unlisted = isFinished ? found.filter((path) => !Object.hasOwn(record.files, path)) : []
  return {
    directory,
    id: record.id,
    state,
    files,
    unlisted,
    whole: files.every(({ problem }) => problem === undefined),
  }
}

async function checkContent(directory: string, path: string): Promise<void> {
  if (path.endsWith('.safetensors')) readSafetensors(await readInside(directory, path), path)
  else if (path.endsWith('.npz')) readNpz(await readInside(directory, path), path)
  else if (path.endsWith('.parquet')) await readHistory(await readInside(directory, path), path)
}

async function problemOf(check: Promise<unknown>): Promise<string | undefined> {
  try {
    await check
    return undefined
  } catch (error) {
    if (error instanceof InvalidFileError) return `${error.field}: ${error.reason}`
    throw error
  }
}
