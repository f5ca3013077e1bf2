import type { Command } from '@commander-js/extra-typings'
import { Option } from '@commander-js/extra-typings'
import type { CommandContext } from '../command-context.js'
import { checkpointOption, integerOption } from '../options.js'
import { shardOption } from '../sweep/shard-option.js'
import { queueOption } from './worker.js'

const exitCodes = `
Exit codes: 0 complete, 1 cells failed or diverged, 2 wrong usage, 75 incomplete but can continue (stopped by SIGTERM, disk
full, …), 130 interrupted by Ctrl-C. After 75 and 130 the same command continues.`

/** `digon sweep PLAN`: a grid of models from a plan, into a run folder. */
export function addSweepCommand(program: Command, { terminal, finish }: CommandContext): void {
  program
    .command('sweep')
    .description('train a grid of models that a YAML or JSON plan describes')
    .argument('<plan>', 'the file: model, member, axes, restarts, seed, steps')
    .option('--out <folder>', 'the run folder (default: runs/ and the name of the file)')
    .option('--jobs <n>', 'cores to use (default: all)', integerOption(1, 1024))
    .option('--shard <i/k>', 'train only part i of k; auto/k takes i from Slurm or Kubernetes', shardOption)
    .option('--backend <name>', 'the backend that trains, or a module that exports one', 'auto')
    .addOption(queueOption())
    .addOption(checkpointOption())
    .option('--fail-fast', 'stop at the first model that fails or diverges')
    .addOption(
      new Option('--emit <cluster>', 'print a job file that trains the plan in shards, instead of training').choices([
        'slurm',
        'kubernetes',
      ] as const),
    )
    .option(
      '--shards <k>',
      'with --emit: the number of shards (default: about ten minutes each)',
      integerOption(1, 1000),
    )
    .option(
      '--dry-run',
      'print what would be trained, and how much time, memory and disk that would take; write nothing',
    )
    .option('--json', 'one JSON document on stdout')
    .addHelpText(
      'after',
      `
A plan, for example:
  model: { featureCount: 2, hiddenSize: 1 }
  member: { importance: [1, 1], learningRate: 0.02 }
  axes:
    extra: { field: member.importance.1, from: 0.1, to: 10, count: 30, scale: log }
    density: { field: member.data.probability, from: 0.01, to: 1, count: 30, scale: log }
  restarts: 5
  seed: 1
  batchSize: 512
  steps: 1000

The same command again resumes; several processes and hosts may share one --out folder. With --queue this process trains nothing:
it hands the tasks out to every \`digon worker\` at that queue, and collects the results.
${exitCodes}

Example: digon sweep examples/sweeps/phase-diagram.yaml --out runs/phase-diagram
         digon sweep plan.yaml --out /shared/runs/plan --emit slurm > plan.sbatch`,
    )
    .action(async (plan, options) => {
      const { sweepFromFile } = await import('../sweep/sweep-command.js')
      finish(await sweepFromFile(plan, options, terminal))
    })
}

/** `digon resume RUN`: what was begun, from what its folder says. */
export function addResumeCommand(program: Command, { terminal, finish }: CommandContext): void {
  program
    .command('resume')
    .description('continue an unfinished sweep from its folder')
    .argument('<run>', 'the folder')
    .option('--jobs <n>', 'cores to use (default: all)', integerOption(1, 1024))
    .option('--shard <i/k>', 'as for sweep', shardOption)
    .addOption(queueOption())
    .option('--backend <name>', 'the backend module, if a module trained it (default: the recorded backend)')
    .addOption(checkpointOption())
    .option('--fail-fast', 'stop at the first model that fails or diverges')
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', `${exitCodes}\n\nExample: digon resume runs/phase-diagram`)
    .action(async (run, options) => {
      const { resumeSweep } = await import('../sweep/sweep-command.js')
      finish(await resumeSweep(run, options, terminal))
    })
}
