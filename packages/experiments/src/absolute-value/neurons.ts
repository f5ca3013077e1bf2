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

/** Features that have a monosemantic neuron for either side, ascending. */
export function twoSided(neurons: readonly AbsoluteNeuron[]): readonly number[] {
  const alone = neurons.filter(({ kind }) => kind === 'monosemantic').map(({ features }) => features[0]!)
  const has = (of: number, wanted: 1 | -1) => alone.some(({ feature, side }) => feature === of && side === wanted)
  const features = [...new Set(alone.map(({ feature }) => feature))].sort((a, b) => a - b)
  return features.filter((feature) => has(feature, 1) && has(feature, -1))
}

/** Mean number of features of the neurons that are not silent; NaN when all are. */
export function featuresPerNeuron(neurons: readonly AbsoluteNeuron[]): number {
  return mean(neurons.filter(({ kind }) => kind !== 'silent').map(({ features }) => features.length))
}
