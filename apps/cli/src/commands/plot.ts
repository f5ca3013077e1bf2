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
    .option(
      '--out <folder>',
      'where to write (default: the figures folder of a run; for a weights file, the current folder)',
    )
    .option('--metric <name>', 'for a sweep: the column of its table to show')
    .option('--group-by <axis>', 'for a sweep: draw one curve for each value of this axis')
    .option('--best-of', 'for a sweep: show the best restart instead of the median')
    .option('--members <list>', 'draw the weights of these models, for example 0-4,17 or all', membersOption)
    .option('--where <axis=value>', 'for a sweep: hold an axis at a value; may be repeated', whereOption)
    .option('--json', 'one JSON document on stdout: the paths written')
    .addHelpText(
      'after',
      '\nA sweep with two axes gives a phase diagram or a heat map; one with one axis gives curves. With --members the figures show the' +
        '\nweights of single models, by their number in the column `cell`. Of more than 20 models some are shown, evenly spaced.' +
        '\n--where and --best-of choose among them.' +
        '\n\nExample: digon plot runs/intro --figure intro-feature-vectors --format png --out /tmp' +
        '\n         digon plot runs/rates --metric represented --group-by hiddenSize --where density=0.1' +
        '\n         digon plot runs/rates --members all --where density=0.1 --best-of',
    )
    .action(async (run, options) => {
      const { plotRun } = await import('../plot/plot-run.js')
      await plotRun(run, options, terminal)
    })
}
