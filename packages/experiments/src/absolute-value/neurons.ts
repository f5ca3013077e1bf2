/** What the neurons of a model of |x| stand for. */
import { type Matrix, matrix } from '@digon/matrix'
import { classifyNeurons, rescaleNeurons } from '@digon/metrics'
import { memberParameters, memberWeights, type Parameters } from '@digon/model'

export interface AbsoluteNeuron {
  /** `silent`: it computes next to nothing. */
  readonly kind: 'silent' | 'monosemantic' | 'polysemantic'
  /** Features that it reads with more than a fifth of its largest weight, the largest first; +1 or −1 for the side of |x|. */
  readonly features: readonly { readonly feature: number; readonly side: 1 | -1 }[]
}

export interface AbsoluteNeurons {
  /** `[hidden]`. */
  readonly neurons: readonly AbsoluteNeuron[]
  /** `[feature, hidden]`: each neuron's largest weight has the magnitude 1. */
  readonly weights: Matrix
}

/** A neuron whose largest product of an input and an output weight is smaller is silent; 1 would be a whole side of |x|. */
const leastEffect = 0.05

export function absoluteNeurons(parameters: Parameters, member: number): AbsoluteNeurons {
  const { shape, values } = memberParameters(parameters, member).outputWeights!
  const given = matrix(shape[0]!, shape[1]!, values, 'outputWeights')
  const { weights, outputWeights } = rescaleNeurons(memberWeights(parameters, member), given)
  const { rows: featureCount, columns: hiddenSize } = weights
  const effect = (hidden: number) => {
    let largest = 0
    for (let feature = 0; feature < featureCount; feature++) {
      const product =
        weights.values[feature * hiddenSize + hidden]! * outputWeights.values[hidden * featureCount + feature]!
      largest = Math.max(largest, Math.abs(product))
    }
    return largest
  }
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
  const sides = new Map<number, Set<number>>()
  for (const { kind, features } of neurons) {
    if (kind !== 'monosemantic') continue
    const { feature, side } = features[0]!
    sides.set(feature, (sides.get(feature) ?? new Set()).add(side))
  }
  return [...sides.keys()].filter((feature) => sides.get(feature)!.size === 2).sort((a, b) => a - b)
}

/** Mean number of features of the neurons that are not silent; NaN when all are. */
export function featuresPerNeuron(neurons: readonly AbsoluteNeuron[]): number {
  const counts = neurons.filter(({ kind }) => kind !== 'silent').map(({ features }) => features.length)
  return counts.reduce((sum, count) => sum + count, 0) / counts.length
}
