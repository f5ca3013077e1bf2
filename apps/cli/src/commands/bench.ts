import type { Command } from '@commander-js/extra-typings'
import type { CommandContext } from '../main.js'

const engines = `Engines: wasm is the fused engine (one thread, and all), digon-tfjs-wasm our general engine on tfjs, the one that
other commands call tfjs-wasm. Peers: tfjs-wasm is stock tfjs, the model as a user would write it, always measured; pytorch and
jax-js with --peers. Ratios are to wasm on all threads; the peak is one core's, in 128-bit SIMD.`

/** `digon bench`: step times on this machine, side by side. */
export function addBenchCommand(program: Command, { terminal }: CommandContext): void {
  program
    .command('bench')
    .description('step times of the engines on this machine, side by side, in one run')
    .option('--peers', 'measure PyTorch (where python3 imports torch) and jax-js (where it is installed) as well')
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', `\n${engines}\n\nExample: digon bench --peers`)
    .action(async (options) => {
      const { bench } = await import('../bench/bench.js')
      await bench(options, terminal)
    })
}
