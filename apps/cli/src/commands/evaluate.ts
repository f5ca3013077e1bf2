import type { Command } from '@commander-js/extra-typings'
import type { CommandContext } from '../command-context.js'
import { integerOption } from '../options.js'

/** `digon evaluate RUN`: losses on fresh samples. */
export function addEvaluateCommand(program: Command, { terminal, finish }: CommandContext): void {
  program
    .command('evaluate')
    .description('losses of the final models of a training run, on fresh samples')
    .argument('<run>', 'the folder of a training run')
    .option('--samples <n>', 'samples per model', integerOption(1, 2 ** 32 - 1), 100_000)
    .option('--backend <name>', 'the backend that evaluates', 'auto')
    .option('--json', 'one JSON document on stdout: the loss of each model, and the part of each feature')
    .addHelpText(
      'after',
      '\nA larger number of samples starts with the same samples.\n\nExample: digon evaluate runs/pentagon --samples 1000000',
    )
    .action(async (run, options) => {
      const { evaluateRun } = await import('../train/evaluate-run.js')
      finish(await evaluateRun(run, options, terminal))
    })
}
