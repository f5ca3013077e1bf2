/** The one way to make folders: missing ones above it too where that is wanted, and nothing left behind when it fails. */
import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { CannotWriteError, cannotWrite } from './cannot-write-error.js'
import { type FileSystem, nodeFileSystem, systemCode } from './file-system.js'

/** @param createParents whether to make the folders above it, too. Default true. */
export interface MakeFolderOptions {
  readonly createParents?: boolean
  readonly fileSystem?: FileSystem
}

/**
 * Makes a folder unless it is there; a link to a folder is one.
 *
 * @returns the folders that were made, outermost first.
 * @throws {CannotWriteError} when something else stands in its place, or it cannot be made.
 */
export async function makeFolder(directory: string, options: MakeFolderOptions = {}): Promise<readonly string[]> {
  const { createParents = true, fileSystem = nodeFileSystem } = options
  const made: string[] = []
  try {
    await make(resolve(directory), createParents, fileSystem, made)
    return made
  } catch (cause) {
    for (const path of made.toReversed()) await fileSystem.removeDirectory(path).catch(() => undefined)
    throw cannotWrite(directory, cause)
  }
}

async function make(path: string, createParents: boolean, fileSystem: FileSystem, made: string[]): Promise<void> {
  try {
    await fileSystem.makeDirectory(path)
    made.push(path)
    return
  } catch (cause) {
    // A file system may refuse to make what is there already (read-only) before it says that it is there.
    const found = await stat(path).catch(() => undefined)
    if (found?.isDirectory()) return
    if (found !== undefined) throw fileInTheWay(path)
    if (systemCode(cause) !== 'ENOENT' || !createParents || dirname(path) === path) throw cause
  }
  await make(dirname(path), true, fileSystem, made)
  await make(path, false, fileSystem, made)
}

/** A file has the name that a folder should have. */
export function fileInTheWay(path: string): CannotWriteError {
  return new CannotWriteError(path, 'a file stands where a folder should be', 'choose another folder', 'input')
}
