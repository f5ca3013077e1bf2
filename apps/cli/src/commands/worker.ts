import type { Command } from '@commander-js/extra-typings'
import { Option } from '@commander-js/extra-typings'
import type { CommandContext } from '../command-context.js'
import { checkpointOption, integerOption, secondsOption } from '../options.js'
import { type QueueAddress, queueAddress } from '../queue/queue-address.js'

/** Where tasks are handed out. What is wrong with it is said without repeating it, as there may be a password in it. */
export function queueOption(): Option<'--queue <url>', undefined, undefined, QueueAddress> {
  return new Option('--queue <url>', 'a queue: redis://HOST:PORT or postgres://USER@HOST/DATABASE')
    .env('DIGON_QUEUE')
    .argParser(queueAddress)
}

/** `digon worker`: a machine that joins in. */
export function addWorkerCommand(program: Command, { terminal, finish }: CommandContext): void {
  program
    .command('worker')
    .description('train tasks of sweeps that `digon sweep --queue` hands out')
    .addOption(queueOption().makeOptionMandatory())
    .option('--jobs <n>', 'tasks at a time, one core each (default: all cores)', integerOption(1, 1024))
    .option('--idle-seconds <n>', 'stop after this long without a task (default: never)', secondsOption)
    .addOption(checkpointOption())
    .option(
      '--lock-seconds <n>',
      'how long a task of a dead worker waits until another worker gets it',
      secondsOption,
      30,
    )
    .addHelpText(
      'after',
      `
A worker that can open the folder of the sweep under the same path writes there. Any other worker sends its results back through
the queue. The address can be given in DIGON_QUEUE instead, which keeps its password out of the list of processes. This command
needs the npm package bullmq, and ioredis for Redis or pg for PostgreSQL.

Exit codes: 0 no task for --idle-seconds, 2 wrong usage, 3 no such queue, 75 stopped by SIGTERM, 130 by Ctrl-C. An
unfinished task goes back to the queue.

Example: digon worker --queue redis://localhost:6379 --jobs 8`,
    )
    .action(async (options) => {
      const { workerCommand } = await import('../queue/worker-command.js')
      finish(await workerCommand(options, terminal))
    })
}
