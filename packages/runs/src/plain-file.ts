/**
 * Opening and reading plain files, never anything else: no device that never ends, no pipe that waits for a writer, and never
 * more bytes than the file had when it was opened. Whose file it may be is for `read-file.ts` and `run-file.ts` to say.
 */
import { constants } from 'node:fs'
import { type FileHandle, lstat, open, stat } from 'node:fs/promises'
import { CannotReadError, notPlain } from './cannot-read-error.js'

/** Node takes no more bytes at once. */
const maximumPiece = 2 ** 30

/**
 * A plain file, open for reading. It is looked at before it is opened, since opening alone may change a device or wake a pipe,
 * and once more after, should another have come in its place.
 *
 * @param flags beside those for reading, for example `O_NOFOLLOW`. Default none: links are followed.
 * @throws {CannotReadError} when it is no plain file; the system's error when it cannot be opened.
 */
export async function openPlainFile(path: string, flags = 0): Promise<FileHandle> {
  const found = await (flags === 0 ? stat(path) : lstat(path))
  if (!found.isSymbolicLink()) refuseOther(path, notPlain(found))
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | flags)
  try {
    refuseOther(path, notPlain(await file.stat()))
    return file
  } catch (error) {
    await file.close()
    throw error
  }
}

/** The bytes that the file has now. @throws the system's error. */
export async function readWhole(file: FileHandle): Promise<Uint8Array> {
  const { size } = await file.stat()
  const bytes = new Uint8Array(size)
  let read = 0
  while (read < size) {
    const { bytesRead } = await file.read(bytes, read, Math.min(size - read, maximumPiece), read)
    if (bytesRead === 0) break
    read += bytesRead
  }
  return bytes.subarray(0, read)
}

function refuseOther(path: string, reason: string | undefined): void {
  if (reason !== undefined) throw new CannotReadError(path, reason)
}
