/** What the neurons of a model of |x| stand for. */
import { type Matrix, matrix } from '@digon/matrix'
import { classifyNeurons, rescaleNeurons } from '@digon/metrics'
import { mean } from '../vocabulary/statistics.js'
import type { TrainedMember } from '../vocabulary/sweep.js'

export interface AbsoluteNeuron {
  /** `silent`: it computes next to nothing. */
  readonly kind: 'silent' | 'monosemantic' | 'polysemantic'
  /** Features that count for it, as `classifyNeurons` says, the strongest first; +1 or −1 for the side of |x|. */
  readonly features: readonly { readonly feature: number; readonly side: 1 | -1 }[]
}

/** Neurons `[hidden]`, and weights `[feature, hidden]` in which each neuron's largest has the magnitude 1. */
export function absoluteNeurons({ weights, parameters }: Pick<TrainedMember, 'weights' | 'parameters'>): {
  readonly neurons: readonly AbsoluteNeuron[]
  readonly weights: Matrix
} {
  const { shape, values } = parameters.outputWeights!
  const outputWeights = matrix(shape[0]!, shape[1]!, values, 'outputWeights')
  const neurons = classifyNeurons(weights, { outputWeights }).map(
    ({ kind, features }): AbsoluteNeuron => ({
      kind,
      features: features.map(({ feature, weight }) => ({ feature, side: weight > 0 ? 1 : -1 })),
    }),
  )
  return { neurons, weights: rescaleNeurons(weights, outputWeights).weights }
}

/** How many neurons are of a kind. */
export function countKind(neurons: readonly AbsoluteNeuron[], kind: AbsoluteNeuron['kind']): number {
  return neurons.filter((neuron) => neuron.kind === kind).length
}

/** Features of which both sides are computed, ascending: alone at 1 and at −1, their output is at least a half above that at 0. */
export function twoSided({
  weights: { rows: featureCount, columns: hiddenSize, values },
  bias,
  parameters,
}: Pick<TrainedMember, 'weights' | 'bias' | 'parameters'>): readonly number[] {
  const outputs = parameters.outputWeights!.values
  const outputAt = (feature: number, x: 1 | 0 | -1): number => {
    let sum = bias[feature]!
    for (let hidden = 0; hidden < hiddenSize; hidden++) {
      const activation = Math.max(0, x * values[feature * hiddenSize + hidden]!)
      sum += activation * outputs[hidden * featureCount + feature]!
    }
    return Math.max(0, sum)
  }
  const features = Array.from({ length: featureCount }, (_, feature) => feature)
  return features.filter((feature) => {
    const least = outputAt(feature, 0) + 0.5
    return outputAt(feature, 1) >= least && outputAt(feature, -1) >= least
  })
}

/** Mean number of features of the neurons that are not silent; NaN when all are. */
export function featuresPerNeuron(neurons: readonly AbsoluteNeuron[]): number {
  return mean(neurons.filter(({ kind }) => kind !== 'silent').map(({ features }) => features.length))
}
