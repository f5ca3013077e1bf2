import type { Command } from '@commander-js/extra-typings'
import { Option } from '@commander-js/extra-typings'
import type { CommandContext } from '../command-context.js'
import { featuresAxis, featuresAxisText, tensorText } from '../weights/weights-options.js'

/** What is done with runs once they are there: status, check, merge, export. */

export function addStatusCommand(program: Command, { terminal, finish }: CommandContext): void {
  program
    .command('status')
    .description('show the progress of a run: done, failed, running and missing models, active workers, time left')
    .argument('<run>', 'a run folder')
    .option('--json', 'one JSON document on stdout')
    .addHelpText(
      'after',
      '\nThis command only reads. Exit code: 0 when everything is done, 1 when models failed, else 75.\n\nExample: digon status runs/phase-diagram',
    )
    .action(async (run, options) => {
      const { statusCommand } = await import('../sweep/status-command.js')
      finish(await statusCommand(run, options, terminal))
    })
}

export function addCheckCommand(program: Command, { terminal, finish }: CommandContext): void {
  program
    .command('check')
    .description('check every file of a run against its recorded hash')
    .argument('<run>', 'a run folder')
    .option('--json', 'one JSON document on stdout')
    .addHelpText(
      'after',
      '\nExit code: 0 when every file is intact, 1 when one is damaged or missing, 75 when the run is not finished.\n\nExample: digon check runs/intro',
    )
    .action(async (run, options) => {
      const { checkCommand } = await import('../sweep/check-command.js')
      finish(await checkCommand(run, options, terminal))
    })
}

export function addMergeCommand(program: Command, { terminal, finish }: CommandContext): void {
  program
    .command('merge')
    .description('join parts of one sweep that were trained in several folders')
    .argument('<run...>', 'the folders to join')
    .requiredOption('--out <folder>', 'the folder to write: a new one, or one with a part of the same sweep')
    .option('--json', 'one JSON document on stdout')
    .addHelpText(
      'after',
      '\nParts of another plan, damaged parts, and parts that overlap but differ are refused. Exit code 75: tasks are missing.' +
        '\n\nExample: digon merge runs/part-1 runs/part-2 --out runs/whole',
    )
    .action(async (runs, options) => {
      const { mergeCommand } = await import('../sweep/merge-command.js')
      finish(await mergeCommand(runs, options, terminal))
    })
}

export function addExportCommand(program: Command, { terminal }: CommandContext): void {
  program
    .command('export')
    .description('write weights for other programs, or the table of a sweep with one row per model')
    .argument('<run>', 'a run, weights of any program as for `digon analyze`, or a finished sweep')
    .addOption(
      new Option('--to <format>', 'weights: torch, npz, csv; the table of a sweep: csv, npz (numbers only), parquet')
        .choices(['torch', 'npz', 'csv', 'parquet'] as const)
        .makeOptionMandatory(),
    )
    .option('--ensemble <name>', 'which ensemble of a run that has several, as EXPERIMENT/ENSEMBLE')
    .option('--features-axis <axis>', featuresAxisText, featuresAxis)
    .option('--tensor <name>', tensorText)
    .requiredOption('--out <file>', 'the file to write')
    .option('--json', 'one JSON document on stdout')
    .addHelpText(
      'after',
      '\nExamples: digon export runs/mine --to torch --out weights.pt    # with a script that checks them in PyTorch\n          digon export runs/phase-diagram --to csv --out phase-diagram.csv',
    )
    .action(async (run, options) => {
      const { exportCommand } = await import('../sweep/export-command.js')
      await exportCommand(run, options, terminal)
    })
}
