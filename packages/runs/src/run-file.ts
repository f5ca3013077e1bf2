/**
 * Reading files that someone else named. Whatever the name says, what is opened is a regular file inside the folder: no
 * way out by `..`, by an absolute path or by a symbolic link, no device that never ends.
 */
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type FileFacts, InvalidFileError, isPathInside } from '@digon/formats'
import { CannotReadError } from './cannot-read-error.js'
import { systemCode } from './file-system.js'
import { openPlainFile, readWhole } from './plain-file.js'
import { RunDamagedError } from './run-errors.js'

/** Linux, macOS; elsewhere the realpath check alone has to do. */
const withoutFollowing = constants.O_NOFOLLOW ?? 0

/** What is known of a file before it is read. */
export interface ExpectedFile extends Partial<FileFacts> {
  /** A larger file is refused. */
  readonly maximumBytes?: number
}

/**
 * The bytes of a file inside a folder.
 *
 * @param expected size and hash that it must have: the size is checked before memory is taken.
 * @throws {InvalidFileError} when the path leaves the folder, is missing, is no regular file, or is not what was expected.
 */
export async function readInside(directory: string, path: string, expected: ExpectedFile = {}): Promise<Uint8Array> {
  const file = await openInside(directory, path)
  try {
    const { size } = await file.stat()
    checkSize(path, size, expected)
    const bytes = await readWhole(file)
    if (expected.sha256 !== undefined) {
      checkHash(path, createHash('sha256').update(bytes).digest('hex'), expected.sha256)
    }
    return bytes
  } finally {
    await file.close()
  }
}

/**
 * The bytes of a file as a run wrote it.
 *
 * @param expected what the run or its task says of it.
 * @throws {RunDamagedError} when it is not that file any more.
 */
export async function readWritten(directory: string, path: string, expected: ExpectedFile = {}): Promise<Uint8Array> {
  try {
    return await readInside(directory, path, expected)
  } catch (cause) {
    if (!(cause instanceof InvalidFileError)) throw cause
    throw new RunDamagedError(join(directory, path), `${cause.field}: ${cause.reason}`, { cause })
  }
}

/**
 * Size and hash of a file inside a folder, read piece by piece: memory stays small whatever its size.
 *
 * @param expected as in `readInside`; a file of another size is not read at all.
 * @throws {InvalidFileError} as `readInside`.
 */
export async function factsInside(directory: string, path: string, expected: ExpectedFile = {}): Promise<FileFacts> {
  const file = await openInside(directory, path)
  try {
    const { size } = await file.stat()
    checkSize(path, size, expected)
    const hash = createHash('sha256')
    for await (const piece of file.createReadStream({ autoClose: false })) hash.update(piece as Uint8Array)
    const sha256 = hash.digest('hex')
    checkHash(path, sha256, expected.sha256 ?? sha256)
    return { bytes: size, sha256 }
  } finally {
    await file.close()
  }
}

/**
 * Where a file inside a folder lies on the disk, whether it is there or not.
 *
 * @throws {InvalidFileError} when the path leaves the folder, by its name or through a symbolic link, or its folder is missing.
 * @throws {CannotReadError} when the folder itself is gone.
 */
export async function pathInside(directory: string, path: string): Promise<string> {
  if (!isPathInside(path)) throw new InvalidFileError(path, 'path', 'leaves its folder; expected a name inside it')
  const root = await realpath(directory).catch((cause: unknown) => {
    if (systemCode(cause) !== 'ENOENT') throw cause
    throw new CannotReadError(directory, 'the folder is gone; bring it back', { category: 'resources', cause })
  })
  const parent = await realpath(join(root, dirname(path))).catch((cause: unknown) => refuse(path, cause))
  if (parent !== join(root, dirname(path))) {
    throw new InvalidFileError(path, 'path', 'goes through a symbolic link; expected plain folders')
  }
  return join(root, path)
}

async function openInside(directory: string, path: string): Promise<FileHandle> {
  const target = await pathInside(directory, path)
  return openPlainFile(target, withoutFollowing).catch((cause: unknown) => refuse(path, cause))
}

function refuse(path: string, cause: unknown): never {
  throw new InvalidFileError(path, 'path', whyNotOpened(cause), { cause })
}

function checkSize(path: string, size: number, { bytes, maximumBytes }: ExpectedFile): void {
  if (bytes !== undefined && size !== bytes) {
    throw new InvalidFileError(path, 'size', `${size} bytes; expected ${bytes}`)
  }
  if (maximumBytes !== undefined && size > maximumBytes) {
    throw new InvalidFileError(path, 'size', `${size} bytes; expected at most ${maximumBytes}`)
  }
}

function checkHash(path: string, found: string, expected: string): void {
  if (found !== expected) throw new InvalidFileError(path, 'SHA-256', `${found}; expected ${expected}`)
}

function whyNotOpened(cause: unknown): string {
  if (cause instanceof CannotReadError) return cause.reason
  const code = systemCode(cause)
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'no such file'
  if (code === 'ELOOP') return 'a symbolic link; expected a file'
  if (code === 'EACCES' || code === 'EPERM') return 'no permission to read it'
  return cause instanceof Error ? cause.message : String(cause)
}
