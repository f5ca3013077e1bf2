/** `digon evaluate FILE --data LAW`: losses of weights of any program. A file has no law, so that the user names one. */
import { defineEnsemble, type EnsembleDescription, type MemberDescription } from '@digon/model'
import { readNamedText } from '@digon/runs'
import { UsageError } from '../exit-code.js'
import { readLaw } from '../sample/sample-to-file.js'
import type { Terminal } from '../terminal.js'
import { type NamedWeightsOptions, openNamedModel } from '../weights/open-named-weights.js'
import { type EvaluateOptions, printLosses, withParameters } from './print-losses.js'

export interface EvaluateWeightsOptions extends EvaluateOptions, NamedWeightsOptions {
  readonly data: string
  readonly importance?: MemberDescription['importance']
  readonly outputActivation?: 'identity' | 'relu' | 'gelu'
  readonly target?: 'identity' | 'absolute'
}

const maximumLawBytes = 1 << 26

/** @throws {UsageError} when the law is for another number of features; others as `openNamedModel` and `readLaw`. */
export async function evaluateWeights(
  path: string,
  options: EvaluateWeightsOptions,
  terminal: Terminal,
): Promise<void> {
  const { data, importance = 1, outputActivation = 'relu', target = 'identity' } = options
  const opened = await openNamedModel(path, options)
  const { weights, outputWeights, bias, hiddenBias } = opened.parameters
  const [memberCount, featureCount, hiddenSize] = weights!.shape
  const { law, featureCount: ofLaw } = readLaw(await readNamedText(data, { maximumBytes: maximumLawBytes }), data)
  if (ofLaw !== featureCount) {
    throw new UsageError(`${data} is for ${ofLaw} features; expected ${featureCount}, as ${path}`)
  }
  const description: EnsembleDescription = {
    model: {
      ...{ featureCount, hiddenSize: hiddenSize!, hiddenActivation: opened.hiddenActivation, outputActivation },
      ...{ tied: outputWeights === undefined, outputBias: bias !== undefined, hiddenBias: hiddenBias !== undefined },
    },
    target,
    // One seed, so that all models are measured on the same samples.
    members: Array.from({ length: memberCount! }, () => ({ seed: 0, data: law, importance })),
  }
  const facts = { reading: opened.reading, notes: opened.notes, outputActivation, target }
  const { json } = options
  if (!json) {
    for (const line of [opened.reading, ...opened.notes]) terminal.error(line)
    terminal.error(
      `hidden activation ${opened.hiddenActivation}, output activation ${outputActivation}, target ${target}`,
    )
  }
  await printLosses(withParameters(defineEnsemble(description), opened.parameters), options, terminal, facts)
}
