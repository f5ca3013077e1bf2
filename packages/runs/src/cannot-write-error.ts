/** The one error for a disk that does not take what should be written. Reading has one of its own (`cannot-read-error.ts`). */
import { dirname } from 'node:path'

/** A file or folder could not be written; the message says why and what to do. */
export class CannotWriteError extends Error {
  override readonly name = 'CannotWriteError'
  /** `input` where something else has the name that was given. */
  readonly category: 'input' | 'resources'
  constructor(
    /** What should have been written. */
    readonly path: string,
    /** Why not, for example `the disk is full`. */
    readonly reason: string,
    /** What to do about it. */
    readonly remedy: string,
    category: 'input' | 'resources' = 'resources',
    options?: ErrorOptions,
  ) {
    super(`cannot write ${path}: ${reason}; ${remedy}`, options)
    this.category = category === 'input' ? 'input' : 'resources'
  }
}

/** What the system says, in words. Anything that is no system error (a bug, an abort) is given back as it is. */
export function cannotWrite(path: string, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
  if (code === undefined || cause instanceof CannotWriteError) return cause
  const [reason, remedy] = explanation(path, code, (cause as Error).message)
  return new CannotWriteError(path, reason, remedy, code === 'EISDIR' ? 'input' : 'resources', { cause })
}

function explanation(path: string, code: string, message: string): readonly [reason: string, remedy: string] {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return ['the disk is full', 'free some space or choose another folder']
    case 'EROFS':
      return ['the file system is read-only', 'choose another folder']
    case 'EACCES':
    case 'EPERM':
      return ['no permission', 'choose another folder or change its permissions']
    case 'ENOENT':
      return [`the folder ${dirname(path)} does not exist`, 'create it or choose another folder']
    case 'EEXIST':
    case 'ENOTDIR':
      return ['a file stands where a folder should be', 'move it away or choose another folder']
    case 'EISDIR':
      return ['a folder stands where a file should be', 'move it away or choose another name']
    case 'ELOOP':
      return ['symbolic links in a circle', 'choose another name']
    case 'ENAMETOOLONG':
      return ['the name is too long', 'choose a shorter one']
    default:
      return [message, 'choose another folder']
  }
}
