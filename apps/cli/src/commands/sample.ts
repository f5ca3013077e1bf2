import type { Command } from '@commander-js/extra-typings'
import type { CommandContext } from '../command-context.js'
import { integerOption, seedOption } from '../options.js'

/** `digon sample LAW`: batches of a feature law as a file, with the expected and the observed statistics. */
export function addSampleCommand(program: Command, { terminal }: CommandContext): void {
  program
    .command('sample')
    .description('draw samples from a feature law into an .npz file, and compare expected and observed statistics')
    .argument('<law>', 'a feature law with its featureCount (YAML or JSON)')
    .requiredOption('--samples <n>', 'how many samples', integerOption(1, 2 ** 32 - 1))
    .requiredOption('--out <file>', 'the .npz file to write: offsets, features, values, shape')
    .option('--seed <n>', 'seed of the samples', seedOption, 0)
    .option('--step <n>', 'the training step whose batch is drawn', integerOption(0, 2 ** 32 - 1), 0)
    .option('--json', 'one JSON document on stdout')
    .addHelpText(
      'after',
      `
A law file, for example:
  featureCount: 20
  probability: 0.05            # or one number per feature; or kind: exactly, activeCount: 3
  values: { kind: signed }     # unit (default), signed, or constant with its value

In Python: f = numpy.load(FILE); scipy.sparse.csr_matrix((f['values'], f['features'], f['offsets']), f['shape'])

Example: digon sample law.yaml --samples 10000 --out samples.npz`,
    )
    .action(async (law, options) => {
      const { sampleToFile } = await import('../sample/sample-to-file.js')
      await sampleToFile(law, options, terminal)
    })
}
