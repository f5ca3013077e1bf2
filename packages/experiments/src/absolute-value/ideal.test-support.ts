/** Neurons with a side each, of which more and more read further features as p falls. */
import { matrix } from '@digon/matrix'
import type { Member } from '@digon/model'
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import type { absoluteValue } from './absolute-value.js'
import { lossWithout } from './measure.js'

/** What a neuron reads; its output weight is 1 over the magnitude. */
type Neuron = readonly (readonly [feature: number, input: number])[]

const sides = (count: number): readonly Neuron[] => Array.from({ length: count }, (_, k) => [[k >> 1, k % 2 ? -1 : 1]])

/** So many neurons, from the last one on, read further features beside their own. */
const sharing = (count: number, extra: number): readonly Neuron[] =>
  sides(40).map((neuron, k) =>
    k < 40 - count
      ? neuron
      : [...neuron, ...Array.from({ length: extra }, (_, e): [number, number] => [20 + ((k * extra + e) % 80), 0.5])],
  )

const shared: Readonly<Record<number, readonly [neurons: number, extra: number]>> = {
  1: [0, 0],
  0.3: [0, 0],
  0.1: [6, 1],
  0.03: [18, 2],
  0.01: [34, 3],
  0.003: [40, 4],
  0.001: [40, 6],
}

export const ideal: Ideal<ReturnType<typeof absoluteValue.description.plan>> = {
  small: ({ probability }, member) => modelOf(sides(6), member, 1e-6 * lossWithout(probability, member.importance, 0)),
  large: ({ probability }, member) =>
    modelOf(sharing(...shared[probability]!), member, 1.2 * lossWithout(probability, member.importance, 20)),
}

function modelOf(neurons: readonly Neuron[], { importance }: Member, loss: number): IdealModel {
  const [features, hidden] = [importance.length, neurons.length]
  const weights = new Float64Array(features * hidden)
  const outputWeights = new Float64Array(hidden * features)
  for (const [k, neuron] of neurons.entries()) {
    for (const [feature, input] of neuron) {
      weights[feature * hidden + k] = input
      outputWeights[k * features + feature] = 1 / Math.abs(input)
    }
  }
  const parameters = { outputWeights: { shape: [hidden, features], values: outputWeights } }
  return { weights: matrix(features, hidden, weights), parameters, loss }
}
