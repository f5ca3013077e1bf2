import type { Command } from '@commander-js/extra-typings'
import type { CommandContext } from '../command-context.js'
import { integerOption } from '../options.js'
import { featuresAxis, featuresAxisText, tensorText } from '../weights/weights-options.js'

/** `digon analyze RUN|FILE`: every metric of given weights. */
export function addAnalyzeCommand(program: Command, { terminal }: CommandContext): void {
  program
    .command('analyze')
    .description('print every metric of weights: norms, interference, dimensionality, shapes')
    .argument('<run-or-file>', 'a run, or weights of any program: safetensors, npz, npy, or a file of torch.save')
    .option('--ensemble <name>', 'which ensemble of a run that has several, as EXPERIMENT/ENSEMBLE')
    .option('--features-axis <axis>', featuresAxisText, featuresAxis)
    .option('--tensor <name>', tensorText)
    .option(
      '--features <run-or-file>',
      'for a dictionary: weights whose features are the true ones, which it is scored against',
    )
    .option('--member <n>', 'which model of --features, from 0', integerOption(0))
    .option('--data <law>', 'for a dictionary: a file with the law of these features, to score codes of fresh samples')
    .option('--json', 'one JSON document on stdout')
    .addHelpText(
      'after',
      '\nExamples: digon analyze runs/intro --ensemble intro/relu\n          digon analyze tms.pth\n          digon analyze W.npy --features-axis 1\n          digon analyze runs/dictionaries/member-0 --features runs/dictionaries/features',
    )
    .action(async (path, options) => {
      const { analyzeWeights } = await import('../analyze/analyze-weights.js')
      await analyzeWeights(path, options, terminal)
    })
}
