import type { Command } from '@commander-js/extra-typings'
import { Option } from '@commander-js/extra-typings'
import type { CommandContext } from '../command-context.js'
import { featuresAxisOption, tensorOption } from '../weights/weights-options.js'

/** `digon plot RUN|FILE`: figures of a run again, from its numbers, or of weights. */
export function addPlotCommand(program: Command, { terminal }: CommandContext): void {
  program
    .command('plot')
    .description('draw the figures of a run again, from its numbers, or those of a weights file')
    .argument('<run-or-file>', 'a run folder, or weights of any program as for `digon analyze`')
    .option('--figure <name>', 'only this figure')
    .addOption(
      new Option('--format <format>', 'the format to draw')
        .choices(['svg', 'png', 'vl.json'] as const)
        .default('svg' as const),
    )
    .addOption(featuresAxisOption())
    .addOption(tensorOption())
    .option('--out <folder>', 'where to write', '.')
    .option('--json', 'one JSON document on stdout: the paths written')
    .addHelpText('after', '\nExample: digon plot runs/intro --figure intro-feature-vectors --format png --out /tmp')
    .action(async (run, options) => {
      const { plotRun } = await import('../plot/plot-run.js')
      await plotRun(run, options, terminal)
    })
}
