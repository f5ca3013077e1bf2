/** The one way to read a file that a user names: links are followed, anything but a plain file of bounded size is refused. */
import { stat } from 'node:fs/promises'
import { utf8Text } from '@digon/formats'
import { CannotReadError, cannotRead } from './cannot-read-error.js'
import { openPlainFile, readWhole } from './plain-file.js'

/** Limits on what is read. */
export interface ReadFileOptions {
  /** A larger file is refused before it is read, an integer ≥ 0. */
  readonly maximumBytes: number
}

/**
 * The bytes of a file.
 *
 * @throws {CannotReadError} when there is none, it is a folder, pipe, device or socket, is too large, or the system refuses.
 */
export async function readNamedFile(path: string, { maximumBytes }: ReadFileOptions): Promise<Uint8Array> {
  try {
    const file = await openPlainFile(path)
    try {
      const { size } = await file.stat()
      if (size > maximumBytes) throw new CannotReadError(path, `${size} bytes; expected at most ${maximumBytes}`)
      return await readWhole(file)
    } finally {
      await file.close()
    }
  } catch (cause) {
    throw cannotRead(path, cause)
  }
}

/**
 * The text of a file.
 *
 * @throws {CannotReadError} as `readNamedFile`, {InvalidFileError} when it is not UTF-8.
 */
export async function readNamedText(path: string, options: ReadFileOptions): Promise<string> {
  return utf8Text(await readNamedFile(path, options), path)
}

/**
 * Whether a path that a user names leads to a folder.
 *
 * @throws {CannotReadError} when it leads to nothing, or the system refuses to say.
 */
export async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch((cause: unknown) => {
    throw cannotRead(path, cause)
  })
  return found.isDirectory()
}
