/** What the neurons of a model of |x| stand for. */
import { type Matrix, matrix } from '@digon/matrix'
import { classifyNeurons, rescaleNeurons } from '@digon/metrics'
import { mean } from '../vocabulary/statistics.js'
import type { TrainedMember } from '../vocabulary/sweep.js'

export interface AbsoluteNeuron {
  /** `silent`: it computes next to nothing. */
  readonly kind: 'silent' | 'monosemantic' | 'polysemantic'
  /** Features that it reads with more than a fifth of its largest weight, the largest first; +1 or −1 for the side of |x|. */
  readonly features: readonly { readonly feature: number; readonly side: 1 | -1 }[]
}

/** A neuron whose largest product of an input and an output weight is smaller is silent; 1 would be a whole side of |x|. */
const leastEffect = 0.05

/** Neurons `[hidden]`, and weights `[feature, hidden]` in which each neuron's largest has the magnitude 1. */
export function absoluteNeurons({ weights: given, parameters }: Pick<TrainedMember, 'weights' | 'parameters'>): {
  readonly neurons: readonly AbsoluteNeuron[]
  readonly weights: Matrix
} {
  const { shape, values } = parameters.outputWeights!
  const { weights, outputWeights } = rescaleNeurons(given, matrix(shape[0]!, shape[1]!, values, 'outputWeights'))
  const { rows: featureCount, columns: hiddenSize } = weights
  const effect = (hidden: number) =>
    Array.from({ length: featureCount }, (_, feature) => feature).reduce((largest, feature) => {
      const [input, output] = [feature * hiddenSize + hidden, hidden * featureCount + feature]
      return Math.max(largest, Math.abs(weights.values[input]! * outputWeights.values[output]!))
    }, 0)
  const neurons = classifyNeurons(weights).map(({ kind, features }, hidden): AbsoluteNeuron => {
    if (kind === 'silent' || effect(hidden) < leastEffect) return { kind: 'silent', features: [] }
    return { kind, features: features.map(({ feature, weight }) => ({ feature, side: weight > 0 ? 1 : -1 })) }
  })
  return { neurons, weights }
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
