import type { Command } from '@commander-js/extra-typings'
import type { CommandContext } from '../main.js'

/** `digon bench`: step times on this machine, side by side. */
export function addBenchCommand(program: Command, { terminal }: CommandContext): void {
  program
    .command('bench')
    .description('step times of the engines on this machine, side by side, in one run')
    .option('--peers', 'measure PyTorch (where python3 imports torch) and jax-js (where it is installed) as well')
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample: digon bench --peers')
    .action(async (options) => {
      const { bench } = await import('../bench/bench.js')
      await bench(options, terminal)
    })
}
