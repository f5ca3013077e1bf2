import type { Command } from '@commander-js/extra-typings'
import { Option } from '@commander-js/extra-typings'
import type { CommandContext } from '../command-context.js'
import { checkpointOption, integerOption, jobsOption, seedOption } from '../options.js'

/** `digon reproduce ID…`: trains, measures, judges, and writes it all down. */
export function addReproduceCommand(program: Command, { terminal, finish }: CommandContext): void {
  program
    .command('reproduce')
    .description('reproduce results of the paper: train, draw the figures, judge the claims, write a report')
    .argument('<id...>', 'experiments as `digon list` names them, modules that export one (./experiment.mjs), or all')
    .addOption(
      new Option('--preset <preset>', "quick: minutes; paper: the paper's own sizes")
        .choices(['quick', 'paper'] as const)
        .default('quick' as const),
    )
    .option(
      '--backend <name>',
      'the backend that trains, or a module that exports one: ./engine.mjs, package:NAME',
      'auto',
    )
    .option('--seed <n>', 'the seed that every other seed derives from', seedOption, 0)
    .option(
      '--seeds <n>',
      'repeat with this many consecutive seeds starting at --seed and report how often each claim holds',
      integerOption(1, 1000),
      1,
    )
    .option('--out <folder>', 'the run folder (default: runs/ and what was asked)')
    .addOption(checkpointOption())
    .addOption(jobsOption())
    .option('--json', 'one JSON document on stdout')
    .addHelpText(
      'after',
      '\nThe same command again resumes an interrupted run; several processes may share one --out folder.' +
        '\n\nExample: digon reproduce intro demonstration --seed 7 --out runs/first\n         digon reproduce all --seeds 5 --out runs/robustness',
    )
    .action(async (ids, options) => {
      const { reproduce } = await import('../reproduce/reproduce.js')
      finish(await reproduce(ids, options, terminal))
    })
}
