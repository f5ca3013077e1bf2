import type { Command } from '@commander-js/extra-typings'
import type { CommandContext } from '../command-context.js'

/** `digon analyze RUN|FILE`: every metric of given weights. */
export function addAnalyzeCommand(program: Command, { terminal }: CommandContext): void {
  program
    .command('analyze')
    .description('every metric of given weights: norms, interference, dimensionality')
    .argument(
      '<run-or-file>',
      'a run folder, or weights as .safetensors or .npz (W [member, feature, hidden], b_final)',
    )
    .option('--ensemble <name>', 'which ensemble of a run that has several, as EXPERIMENT/ENSEMBLE')
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample: digon analyze runs/intro --ensemble intro/relu')
    .action(async (path, options) => {
      const { analyzeWeights } = await import('../analyze/analyze-weights.js')
      await analyzeWeights(path, options, terminal)
    })
}
