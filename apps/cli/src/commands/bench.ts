import type { Command } from '@commander-js/extra-typings'
import { checkBackendName } from '../backends.js'
import type { CommandContext } from '../command-context.js'
import { UsageError } from '../exit-code.js'

const engines = `Engines: wasm is the fused engine, on one thread and on all. digon-tfjs-wasm is our general engine on tfjs; other commands call it
tfjs-wasm. Peers: tfjs-wasm is stock tfjs with the model as a user would write it, and is always measured. --peers adds pytorch and
jax-js. Ratios are relative to wasm on all threads. The peak is that of one core, in 128-bit SIMD.`

/** `digon bench`: step times on this machine, side by side. */
export function addBenchCommand(program: Command, { terminal }: CommandContext): void {
  program
    .command('bench')
    .description('measure how long a training step takes with each backend on this machine')
    .option('--peers', 'also measure PyTorch (if python3 can import torch) and jax-js (if it is installed)')
    .option('--compare <file>', 'compare with the output of an earlier `digon bench --json`')
    .option('--backend <name>', 'webgpu: compare the WebGPU backends on this adapter, and count dispatches')
    .option('--json', 'one JSON document on stdout')
    .addHelpText(
      'after',
      `\n${engines}\n\nExample: digon bench --json > before.json, later digon bench --compare before.json`,
    )
    .action(async (options) => {
      if (options.backend === undefined) {
        const { bench } = await import('../bench/bench.js')
        await bench(options, terminal)
        return
      }
      checkOptions(options)
      const { benchWebgpu } = await import('../bench/webgpu-bench.js')
      await benchWebgpu(options, terminal)
    })
}

function checkOptions({ backend, peers, compare }: { backend?: string; peers?: true; compare?: string }): void {
  if (backend === undefined) return
  checkBackendName(backend)
  if (backend !== 'webgpu') {
    throw new UsageError(
      `--backend ${backend}: only webgpu has a benchmark of its own; digon bench measures the others`,
    )
  }
  if (compare !== undefined) throw new UsageError('--compare and --backend do not go together')
  if (peers) throw new UsageError('--peers and --backend do not go together: peers are measured by digon bench --peers')
}
