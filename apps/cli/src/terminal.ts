/** What a command may touch of the outside: two streams and a signal. Handed in, so that tests can read what was said. */
export interface Terminal {
  /** Results. With `--json` exactly one document goes here. */
  readonly out: (text: string) => void
  /** Progress, notes and errors. */
  readonly error: (text: string) => void
  /** Where progress is drawn; without it there is none. */
  readonly progress?: NodeJS.WriteStream
  /** Aborted by Ctrl-C and SIGTERM with an `InterruptedError`, which says by which. */
  readonly signal: AbortSignal
}

/** The user pressed Ctrl-C, or the process was told to end. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError'
  constructor(readonly signal: 'SIGINT' | 'SIGTERM' = 'SIGINT') {
    super('interrupted')
  }
}

/** The process's own streams; Ctrl-C and SIGTERM abort the signal, a second Ctrl-C ends at once. */
export function processTerminal(): Terminal {
  const controller = new AbortController()
  const interrupt = (signal: 'SIGINT' | 'SIGTERM') => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort(new InterruptedError(signal))
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  // A reader that went away (`digon list | head -1`) is not an error of ours.
  process.stdout.on('error', (problem: NodeJS.ErrnoException) => {
    if (problem.code === 'EPIPE') process.exit(0)
    throw problem
  })
  return {
    out: (text) => process.stdout.write(`${text}\n`),
    error: (text) => process.stderr.write(`${text}\n`),
    progress: process.stderr,
    signal: controller.signal,
  }
}
