import type { Command } from '@commander-js/extra-typings'
import { Option } from '@commander-js/extra-typings'
import type { CommandContext } from '../command-context.js'
import { membersOption, whereOption } from '../options.js'
import { featuresAxis, featuresAxisText, tensorText } from '../weights/weights-options.js'

/** `digon plot RUN|FILE`: figures of a run again, from its numbers, or of weights. */
export function addPlotCommand(program: Command, { terminal }: CommandContext): void {
  program
    .command('plot')
    .description('draw the figures of a run, or of a weights file')
    .argument('<run-or-file>', 'a run folder, or weights of any program as for `digon analyze`')
    .option('--experiment <module...>', 'modules of the outside experiments in this run')
    .option('--figure <name>', 'only this figure')
    .addOption(
      new Option('--format <format>', 'the format to draw')
        .choices(['svg', 'png', 'vl.json'] as const)
        .default('svg' as const),
    )
    .option('--features-axis <axis>', featuresAxisText, featuresAxis)
    .option('--tensor <name>', tensorText)
    .option('--out <folder>', 'where to write (default: figures in the run; of a weights file, here)')
    .option('--metric <name>', 'of a sweep: the column of its table that is shown')
    .option('--group-by <axis>', 'of a sweep: one curve for each value of this axis')
    .option('--best-of', 'of a sweep: the best restart instead of the median')
    .option('--members <list>', 'draw the weights of these models, for example 0-4,17 or all', membersOption)
    .option('--where <axis=value>', 'of a sweep: hold an axis at a value; may be repeated', whereOption)
    .option('--json', 'one JSON document on stdout: the paths written')
    .addHelpText(
      'after',
      '\nFor a sweep the axes decide: two give a phase diagram or a heat map, one gives curves. With --members it is the weights of single' +
        '\nmodels, by their number in the column `cell`; of more than 20 some are shown, evenly spaced; --where and --best-of choose among them.' +
        '\n\nExample: digon plot runs/intro --figure intro-feature-vectors --format png --out /tmp' +
        '\n         digon plot runs/rates --metric represented --group-by hiddenSize --where density=0.1' +
        '\n         digon plot runs/rates --members all --where density=0.1 --best-of',
    )
    .action(async (run, options) => {
      const { plotRun } = await import('../plot/plot-run.js')
      await plotRun(run, options, terminal)
    })
}
