/** The one error for a file that a user names and that cannot be read. What is wrong inside a file is an `InvalidFileError`. */
import type { Stats } from 'node:fs'

/** A file or folder could not be read; the message says why and what would be right. */
export class CannotReadError extends Error {
  override readonly name = 'CannotReadError'
  /** `resources` where the system refuses what may well be there. */
  readonly category: 'input' | 'resources'
  constructor(
    /** What should have been read. */
    readonly path: string,
    /** Why not, for example `no such file`. */
    readonly reason: string,
    { category = 'input', ...options }: ErrorOptions & { readonly category?: 'input' | 'resources' } = {},
  ) {
    super(`cannot read ${path}: ${reason}`, options)
    this.category = category === 'resources' ? 'resources' : 'input'
  }
}

/** What the system says, in words. Anything that is no system error (a bug, an abort) is given back as it is. */
export function cannotRead(path: string, cause: unknown): unknown {
  if (cause instanceof CannotReadError || !(cause instanceof Error) || !('code' in cause)) return cause
  const code = String(cause.code)
  if (code === 'EACCES' || code === 'EPERM') {
    return new CannotReadError(path, 'no permission; change its permissions', { category: 'resources', cause })
  }
  const known = reasons[code]
  return new CannotReadError(path, known ?? cause.message, { category: known ? 'input' : 'resources', cause })
}

/** Why a file is none to read: `a folder; expected a file`. Undefined for a plain file. */
export function notPlain(found: Stats): string | undefined {
  if (found.isFile()) return undefined
  return found.isDirectory() ? reasons.EISDIR : `${kindOf(found)}; expected a plain file`
}

/** What a path leads to that is neither a file nor a folder. */
export function kindOf(found: Stats): string {
  if (found.isFIFO()) return 'a pipe'
  return found.isSocket() ? 'a socket' : 'a device'
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  ENOTDIR: 'no such file or folder',
  EISDIR: 'a folder; expected a file',
  ELOOP: 'symbolic links in a circle; expected a file',
  ENAMETOOLONG: 'the name is too long',
}
