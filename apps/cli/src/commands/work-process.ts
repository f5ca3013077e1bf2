import type { Command } from '@commander-js/extra-typings'
import type { CommandContext } from '../command-context.js'

/** A process that another command starts; not for people. */
export function addWorkProcessCommand(program: Command, { terminal, finish }: CommandContext): void {
  program
    .command('work-process', { hidden: true })
    .argument('<kind>')
    .action(async (kind) => {
      const { work } = await import('../workers/worker.js')
      finish(await work(kind, terminal))
    })
}
