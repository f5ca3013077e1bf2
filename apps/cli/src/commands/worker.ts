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
    .option('--idle-seconds <n>', 'end after so long without a task (default: never)', secondsOption)
    .addOption(checkpointOption())
    .option('--lock-seconds <n>', 'how long a task stays with a worker that died', secondsOption, 30)
    .addHelpText(
      'after',
      `
A worker that finds the folder of the sweep under its path works in it; any other sends its results back through the queue. The
address may stand in DIGON_QUEUE, which hides its password from the list of processes. Needs the npm packages bullmq and, for
Redis, ioredis, for PostgreSQL, pg.

Exit codes: 0 no task for --idle-seconds, 2 wrong usage, 3 no such queue, 75 told to end by SIGTERM, 130 by Ctrl-C. A task that was
begun is given back and goes on elsewhere.

Example: digon worker --queue redis://localhost:6379 --jobs 8`,
    )
    .action(async (options) => {
      const { workerCommand } = await import('../queue/worker-command.js')
      finish(await workerCommand(options, terminal))
    })
}
