import { type Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import type { CommandContext } from '../command-context.js'
import { UsageError } from '../exit-code.js'
import { integerOption } from '../options.js'
import { featuresAxis, featuresAxisText, tensorText } from '../weights/weights-options.js'

/** `digon evaluate RUN` and `digon evaluate FILE --data LAW`: losses on fresh samples. */
export function addEvaluateCommand(program: Command, { terminal, finish }: CommandContext): void {
  program
    .command('evaluate')
    .description('measure losses on fresh samples, for the final models of a training run or for a weights file')
    .argument(
      '<run-or-file>',
      'the folder of a training run, or with --data weights of any program as for `digon analyze`',
    )
    .option('--samples <n>', 'samples per model', integerOption(1, 2 ** 32 - 1), 100_000)
    .option('--data <law>', 'for a weights file: a file with the feature law, as for `digon sample`')
    .option(
      '--importance <weights>',
      'for a weights file: one number, one for every feature (1,0.9,…), or base=0.9',
      importanceOption,
    )
    .addOption(
      new Option('--output-activation <name>', 'for a weights file: default relu').choices([
        'identity',
        'relu',
        'gelu',
      ] as const),
    )
    .addOption(
      new Option('--target <name>', 'for a weights file: what the model should output; default identity').choices([
        'identity',
        'absolute',
      ] as const),
    )
    .option('--features-axis <axis>', featuresAxisText, featuresAxis)
    .option('--tensor <name>', tensorText)
    .option('--backend <name>', 'the backend that evaluates', 'auto')
    .option('--json', 'one JSON document on stdout: the loss of each model, and the share of each feature')
    .addHelpText(
      'after',
      `\nA weights file has no feature law, so it needs --data. All models of a file are measured on the same samples. A larger number
of samples starts with the same samples.

Examples: digon evaluate runs/pentagon --samples 1000000
          digon evaluate tms.pth --data law.yaml --importance base=0.9`,
    )
    .action(async (path, options) => {
      const { data } = options
      if (data !== undefined) {
        const { evaluateWeights } = await import('../train/evaluate-weights.js')
        await evaluateWeights(path, { ...options, data }, terminal)
        return
      }
      for (const name of ['importance', 'outputActivation', 'target', 'featuresAxis', 'tensor'] as const) {
        if (options[name] === undefined) continue
        const written = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
        throw new UsageError(`--${written} applies only to a weights file; name its feature law with --data LAW`)
      }
      const { isForeignFolder } = await import('../weights/open-named-weights.js')
      const { isFolder } = await import('@digon/runs')
      if (!(await isFolder(path)) || (await isForeignFolder(path))) {
        throw new UsageError(`${path}: a weights file has no feature law; name one with --data LAW`)
      }
      const { evaluateRun } = await import('../train/evaluate-run.js')
      finish(await evaluateRun(path, options, terminal))
    })
}

/** `1`, `1,0.9,0.81` or `base=0.9`; ranges are checked with the ensemble. */
function importanceOption(text: string): number | readonly number[] | { readonly base: number } {
  const [, base] = /^base=(.+)$/.exec(text) ?? []
  const numbers = (base ?? text).split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  if (numbers.some((number) => !Number.isFinite(number)) || (base !== undefined && numbers.length > 1)) {
    throw new InvalidArgumentError('expected a number, numbers with commas, or base=NUMBER')
  }
  if (base !== undefined) return { base: numbers[0]! }
  return numbers.length === 1 ? numbers[0]! : numbers
}
