import type { Command } from '@commander-js/extra-typings'
import type { CommandContext } from '../command-context.js'
import { checkpointOption } from '../options.js'
import { changeOption } from '../train/change-option.js'

/** `digon train SPEC`: one ensemble from a file into a run folder. */
export function addTrainCommand(program: Command, { terminal, finish }: CommandContext): void {
  program
    .command('train')
    .description('train an ensemble, or dictionaries, that a YAML or JSON file describes')
    .argument('[spec]', 'the file: model, members, steps')
    .option('--out <folder>', 'the run folder (default: runs/ and the name of the file)')
    .option(
      '--backend <name>',
      'the backend that trains, or a module that exports one: ./engine.mjs, package:NAME',
      'auto',
    )
    .option('--fallback <name>', 'backend to continue on, from the last snapshot, if the GPU device is lost; or auto')
    .option('--from <run>', 'instead of a spec: continue from the end of this run in a new run; needs --set steps=N')
    .option(
      '--set <field=value>',
      'change a setting, for example members.learningRate=0.003; may be repeated',
      changeOption,
    )
    .addOption(checkpointOption())
    .option('--json', 'one JSON document on stdout')
    .addHelpText(
      'after',
      `
A spec, for example:
  model: { featureCount: 5, hiddenSize: 2 }
  shared: { data: { probability: 0.1 }, importance: { base: 0.9 } }
  members: { count: 8, seed: 1 }
  steps: 10000
  stages: [{ fromStep: 5000, set: { members: { data: { probability: 0.03 } } } }]   # optional

The same command again resumes an interrupted run.

Dictionaries (sparse autoencoders) on known features, or on hidden activations with directions: { weights: RUN, member: 0 }:
  kind: dictionary
  inputs: { features: { probability: 0.1 }, directions: { kind: orthonormal, featureCount: 12, inputSize: 20 } }
  model: { latentCount: 12, rule: { kind: batch-top-k, activeCount: 1.2 } }   # l1, top-k, jump-relu, gated; prefixes: [...]
  members: { count: 5, seed: 1 }
  steps: 10000

Example: digon train spec.yaml --out runs/pentagon
         digon train --from runs/pentagon --set steps=20000 --set members.learningRate=0.0003 --out runs/longer`,
    )
    .action(async (spec, options) => {
      const { trainFromFile } = await import('../train/train-from-file.js')
      finish(await trainFromFile(spec, options, terminal))
    })
}
