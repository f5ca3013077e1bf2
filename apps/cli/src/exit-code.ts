import { InterruptedError } from './terminal.js'

/**
 * How a command ends: 0 done and all claims hold, 1 a claim or check fails, 2 wrong usage or bad input,
 * 3 backend or service unavailable, 4 could not finish, 75 a sweep is incomplete but can continue, 130 interrupted.
 */
export const exitCode = {
  done: 0,
  fails: 1,
  usage: 2,
  unavailable: 3,
  unfinished: 4,
  incomplete: 75,
  interrupted: 130,
} as const

/** Bad input that the command line itself found. The message says what was wrong and what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly category = 'input'
}

/** A process that did part of the work of a command failed. The message is for people. */
export class WorkerFailedError extends Error {
  override readonly name = 'WorkerFailedError'
  constructor(
    message: string,
    /** The exit code that the command would have ended with, had it done that work itself. */
    readonly code: number,
  ) {
    super(message)
  }
}

/** By what an error says of itself (see `backend-errors.ts` of @digon/model). */
const codeByCategory: ReadonlyMap<unknown, number> = new Map([
  ['input', exitCode.usage],
  ['unavailable', exitCode.unavailable],
  ['resources', exitCode.unfinished],
  ['check', exitCode.fails],
])

/** The exit code and the one message for whatever a command threw. Only a bug of ours shows a stack, and only on request. */
export function describeFailure(failure: unknown): { code: number; message: string } {
  if (!(failure instanceof Error)) return { code: exitCode.unfinished, message: `error: ${String(failure)}` }
  if (failure instanceof InterruptedError || failure.name === 'AbortError') {
    return {
      code: exitCode.interrupted,
      message: 'interrupted; no file is half-written. Where there is a run folder, the same command resumes it.',
    }
  }
  if (failure instanceof WorkerFailedError) return { code: failure.code, message: failure.message }
  const code = codeByCategory.get((failure as { readonly category?: unknown }).category)
  if (code !== undefined) return { code, message: `error: ${failure.message}` }
  const system = failure as NodeJS.ErrnoException
  // What the system refuses is no bug, whatever it is. Files that a user names come with errors of their own (@digon/runs).
  if (system.code !== undefined && system.syscall !== undefined) {
    return { code: exitCode.unfinished, message: `error: ${describeSystemError(system)}` }
  }
  if (failure instanceof RangeError && /allocat|(array|string) length|memory/i.test(failure.message)) {
    return { code: exitCode.unfinished, message: `error: out of memory (${failure.message}); try a smaller size` }
  }
  // A value outside its range: the packages say which and what would be right.
  if (failure instanceof RangeError && failure.message.startsWith('invalid ')) {
    return { code: exitCode.usage, message: `error: ${failure.message}` }
  }
  if (process.env.DIGON_DEBUG) return { code: exitCode.unfinished, message: failure.stack ?? failure.message }
  return {
    code: exitCode.unfinished,
    message: `error: ${failure.message}\nThis looks like a bug in digon; DIGON_DEBUG=1 shows where it happened.`,
  }
}

function describeSystemError({ code, message, path }: NodeJS.ErrnoException): string {
  const where = path === undefined || message.includes(path) ? '' : `: ${path}`
  if (code === 'ENOSPC') return `the disk is full${path === undefined ? '' : `: ${path}`}; free some space`
  if (code === 'EMFILE' || code === 'ENFILE') return 'too many open files; close other programs or raise the limit'
  return `the system refused it: ${message}${where}`
}
