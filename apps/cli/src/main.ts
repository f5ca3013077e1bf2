import { processTerminal, type Terminal } from './terminal.js'

/**
 * The program: a command, or a process that another command started to share its work, which has no use for what commands are
 * made of.
 *
 * @returns the exit code; never throws, never ends the process.
 */
export async function main(args: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  const [command, kind] = args
  if (command === 'work-process' && kind !== undefined) {
    const { work } = await import('./workers/worker.js')
    return work(kind, terminal)
  }
  const { runCommand } = await import('./command-line.js')
  return runCommand(args, terminal)
}
