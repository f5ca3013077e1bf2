/** Every combination of the model's options, 48 in all, with optimizers, targets and penalties taking turns. */
import { type Spec, spec } from './spec.js'

const hiddenActivations = ['identity', 'relu'] as const
const outputActivations = ['identity', 'relu', 'gelu'] as const
const optimizers = [{ kind: 'adamw' }, { kind: 'adam' }, { kind: 'sgd', momentum: 0.8 }] as const
const both = [true, false]

export function combinationSpecs(): readonly Spec[] {
  return hiddenActivations.flatMap((hiddenActivation) =>
    outputActivations.flatMap((outputActivation) =>
      both.flatMap((tied) =>
        both.flatMap((outputBias) =>
          both.map((hiddenBias): Spec => {
            const flags = [tied, outputBias, hiddenBias].map(Number)
            const turn = flags.reduce((sum, flag) => sum + flag, outputActivations.indexOf(outputActivation))
            const name = [
              `${hiddenActivation} hidden`,
              `${outputActivation} output`,
              tied ? 'tied' : 'untied',
              outputBias ? 'output bias' : 'no output bias',
              hiddenBias ? 'hidden bias' : 'no hidden bias',
            ].join(', ')
            return spec(name, {
              model: {
                featureCount: 6,
                hiddenSize: 3,
                hiddenActivation,
                outputActivation,
                tied,
                outputBias,
                hiddenBias,
              },
              target: turn % 2 === 0 ? 'identity' : 'absolute',
              optimizer: optimizers[turn % optimizers.length]!,
              batchSize: 18,
              shared: { data: { probability: 0.5, values: { kind: 'signed' } }, importance: { base: 0.8 } },
              members: [
                { seed: 100 + turn, learningRate: 0.02, weightDecay: 0.05 },
                { seed: 200 + turn, learningRate: 0.01, weightDecay: 0, hiddenL1: 0.02 },
              ],
            })
          }),
        ),
      ),
    ),
  )
}
