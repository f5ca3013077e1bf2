/** What a command may touch of the outside: two streams and a signal. Handed in, so that tests can read what was said. */
export interface Terminal {
  /** Results. With `--json` exactly one document goes here. */
  readonly out: (text: string) => void
  /** Progress, notes and errors. */
  readonly error: (text: string) => void
  /** Where progress is drawn; without it there is none. */
  readonly progress?: NodeJS.WriteStream
  /**
   * Aborted with an `InterruptedError` when the process is told to end. Asking for it is what takes that over: before, the system
   * ends the process at once. So only a command that has something to put in order asks, when there is, and then looks often.
   */
  readonly signal: AbortSignal
  /** The program that runs, which processes that share its work run too. Without it all work is done in this process. */
  readonly program?: string
  /** Why results could not be written, once all of them had their turn; undefined when they were, or their reader went away. */
  readonly undelivered?: () => Promise<string | undefined>
}

/** The user pressed Ctrl-C, or the process was told to end. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError'
  constructor(readonly signal: 'SIGINT' | 'SIGTERM' = 'SIGINT') {
    super('interrupted')
  }
}

/** What `processTerminal` needs of a process. */
export type TerminalProcess = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'on' | 'exit'>

/** Signals this soon after the first are the same one: process groups and wrappers deliver it several times. */
const sameSignalMilliseconds = 1000

/**
 * The process's own streams and signals. A stream that is closed, full or hung up takes nothing more, and the work goes on. Ctrl-C,
 * SIGTERM and SIGHUP abort the signal; another Ctrl-C, a second later or more, ends at once.
 */
export function processTerminal(own: TerminalProcess = process): Terminal {
  let failure: NodeJS.ErrnoException | undefined
  own.stdout.on('error', (problem: NodeJS.ErrnoException) => {
    // A reader that went away (`digon list | head -1`) has seen what it wanted.
    if (problem.code !== 'EPIPE') failure ??= problem
  })
  own.stderr.on('error', () => undefined)
  let controller: AbortController | undefined
  return {
    out: (text) => own.stdout.write(`${text}\n`),
    error: (text) => own.stderr.write(`${text}\n`),
    progress: own.stderr,
    ...(process.argv[1] !== undefined && { program: process.argv[1] }),
    get signal() {
      controller ??= abortedBySignals(own)
      return controller.signal
    },
    async undelivered() {
      await new Promise<void>((resolve) => own.stdout.write('', () => resolve()))
      return failure?.code === 'ENOSPC' ? 'the disk is full' : failure?.message
    },
  }
}

function abortedBySignals(own: TerminalProcess): AbortController {
  const controller = new AbortController()
  let abortedAt = 0
  const abort = (by: 'SIGINT' | 'SIGTERM'): void => {
    if (controller.signal.aborted) return
    abortedAt = performance.now()
    controller.abort(new InterruptedError(by))
  }
  own.on('SIGINT', () => {
    if (controller.signal.aborted && performance.now() - abortedAt >= sameSignalMilliseconds) own.exit(130)
    abort('SIGINT')
  })
  own.on('SIGTERM', () => abort('SIGTERM'))
  // Whoever hangs up wants the work put in order as well, and may come back to it.
  own.on('SIGHUP', () => abort('SIGTERM'))
  return controller
}
