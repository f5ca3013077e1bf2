/**
 * Atomic writes: a file is written aside in the same folder, flushed, then moved into place. A reader sees
 * the old file or the new one; a crash leaves at most a hidden `.NAME.….partial`, which nothing reads.
 */
import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { cannotWrite } from './cannot-write-error.js'
import { type FileSystem, nodeFileSystem } from './file-system.js'

export interface WriteFileWholeOptions {
  /** Default: this machine's disk. */
  readonly fileSystem?: FileSystem
  /** Who may do what with the file, for example 0o640. Default: as the system has it. */
  readonly mode?: number | undefined
  /** Asked when all is on the disk; when it rejects, the file is not moved into place. */
  readonly beforeMove?: () => Promise<void>
}

/**
 * Writes a file whole, replacing whatever has its name: for files of a run. Files that a user names go through `openOutput`.
 *
 * @param content text is written as UTF-8.
 * @throws {CannotWriteError} when the disk does not take it; nothing is left behind, an older file stays as it was.
 */
export async function writeFileWhole(
  path: string,
  content: Uint8Array | string,
  { fileSystem = nodeFileSystem, mode, beforeMove }: WriteFileWholeOptions = {},
): Promise<void> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const aside = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.partial`)
  try {
    await fileSystem.writeNewFile(aside, bytes, mode)
    await beforeMove?.()
    await fileSystem.moveFile(aside, path)
  } catch (cause) {
    await fileSystem.removeFile(aside).catch(() => undefined)
    // The system names no reason of its own when a folder is in the way of a move.
    const inTheWay = await stat(path).catch(() => undefined)
    throw cannotWrite(
      path,
      inTheWay?.isDirectory() ? Object.assign(new Error('folder', { cause }), { code: 'EISDIR' }) : cause,
    )
  }
}

/** Whether a name is that of a file written aside by `writeFileWhole`. */
export function isPartial(name: string): boolean {
  return /^\..*\.[0-9a-f]{8}\.partial$/.test(name)
}
