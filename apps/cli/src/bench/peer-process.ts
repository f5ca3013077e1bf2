import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Stepper } from '@digon/model/bench'

/**
 * A peer in a process of its own: it prints a line about itself, then for every line "N" on its standard input makes N steps
 * and prints the seconds they took.
 */
export interface PeerProcess extends Stepper {
  /** What it said of itself; undefined when it could not be started or ended before it said anything. */
  readonly introduction: string | undefined
}

/** Starts a program and waits for its introduction. What it prints on standard error is not shown. */
export async function startPeer(name: string, program: string, args: readonly string[]): Promise<PeerProcess> {
  // OPENBLAS_CORETYPE would pin OpenBLAS to slower kernels than it chooses itself.
  const { OPENBLAS_CORETYPE: _, ...environment } = process.env
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'], env: environment })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const failed = new Promise<undefined>((resolve) => child.once('error', () => resolve(undefined)))
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.once('error', () => resolve())
  })
  child.stdin.on('error', () => undefined)
  const line = (): Promise<string | undefined> =>
    Promise.race([lines.next().then(({ value, done }) => (done ? undefined : value)), failed])
  return {
    introduction: await line(),
    async run(steps) {
      child.stdin.write(`${steps}\n`)
      const seconds = await line()
      if (seconds === undefined) throw new Error(`${name} ended before it had made ${steps} steps`)
      return Number(seconds)
    },
    async close() {
      child.stdin.end()
      await ended
    },
  }
}
