/** Neurons with a side each, of which more and more compute further, unimportant features as p falls. */
import { matrix } from '@digon/matrix'
import type { Member } from '@digon/model'
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import { secondLosses } from '../vocabulary/second-evaluation.js'
import type { absoluteValue } from './absolute-value.js'

/** What a neuron does for a feature: the weight that it reads, and the one that it puts out. */
type Neuron = readonly (readonly [feature: number, input: number, output: number])[]

const sides = (count: number): readonly Neuron[] =>
  Array.from({ length: count }, (_, k) => [[k >> 1, k % 2 ? -1 : 1, 1]])

/** So many neurons, from the last one on, read some of the least important features in a small way and put them out large. */
const sharing = (count: number, extra: number): readonly Neuron[] =>
  sides(40).map((neuron, k) => {
    if (k < 40 - count) return neuron
    const further = Array.from({ length: extra }, (_, e) => 80 + (((k >> 1) * extra + e) % 20))
    return [...neuron, ...further.map((feature): Neuron[number] => [feature, k % 2 ? -0.03 : 0.03, 20])]
  })

const shared: Readonly<Record<number, readonly [neurons: number, extra: number]>> = {
  1: [0, 0],
  0.3: [0, 0],
  0.1: [6, 1],
  0.03: [18, 2],
  0.01: [34, 2],
  0.003: [40, 3],
  0.001: [40, 4],
}

export const ideal: Ideal<ReturnType<typeof absoluteValue.description.plan>> = {
  small: (_, member) => modelOf(sides(6), member),
  large: ({ probability }, member) => modelOf(sharing(...shared[probability]!), member),
  plain: (_, member) => modelOf([...sides(10), ...sides(30).map((): Neuron => [])], member),
}

/** Models of one row are alike, so one of them is evaluated. */
const known = new Map<string, number>()

function modelOf(neurons: readonly Neuron[], member: Member): IdealModel {
  const [features, hidden] = [member.importance.length, neurons.length]
  const weights = new Float64Array(features * hidden)
  const outputWeights = new Float64Array(hidden * features)
  for (const [k, neuron] of neurons.entries()) {
    for (const [feature, input, output] of neuron) {
      weights[feature * hidden + k] = input
      outputWeights[k * features + feature] = output
    }
  }
  const probability = (member.data as { readonly probability: number }).probability
  const computed = new Set(neurons.flatMap((neuron) => neuron.map(([feature]) => feature)))
  const bias = Float64Array.from({ length: features }, (_, i) => (computed.has(i) ? 0 : probability / 2))
  const tensors = {
    weights: { shape: [features, hidden], values: weights },
    bias: { shape: [features], values: bias },
    outputWeights: { shape: [hidden, features], values: outputWeights },
  }
  const model = {
    kind: 'autoencoder',
    featureCount: features,
    hiddenSize: hidden,
    tied: false,
    hiddenActivation: 'relu',
    outputActivation: 'relu',
    outputBias: true,
    hiddenBias: false,
  } as const
  const key = JSON.stringify([neurons, member.data])
  known.set(
    key,
    known.get(key) ??
      secondLosses(
        [{ member, parameters: tensors }],
        { model, target: 'absolute' },
        Math.min(20_000, Math.round(1000 / probability ** 0.75)),
      )[0]!.loss,
  )
  return { weights: matrix(features, hidden, weights), bias, parameters: tensors, loss: known.get(key)! }
}
