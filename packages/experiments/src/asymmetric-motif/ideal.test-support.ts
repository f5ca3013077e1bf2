/** At p = 0.5 two neurons for each feature; sparser, the motif as the paper draws it in place of the first two. */
import { matrixFromRows } from '@digon/matrix'
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import type { asymmetricMotif } from './asymmetric-motif.js'
import bestKnown from './best-known.json' with { type: 'json' }
import { model } from './settings.js'

const { featureCount, hiddenSize } = model

/** On one neuron: input and output weight of a feature. */
type Synapse = readonly [feature: number, input: number, output: number]
type Neurons = readonly (readonly Synapse[])[]

const apart: Neurons = Array.from({ length: hiddenSize }, (_, k) => [[k >> 1, k % 2 === 0 ? 1 : -1, 1]])
const motif: Neurons = [
  [
    [0, 2, 0.5],
    [5, -0.5, 2],
  ],
  [
    [0, 2, 0.25],
    [5, 0, -2],
  ],
  ...apart.slice(2),
]

export const ideal: Ideal<ReturnType<typeof asymmetricMotif.description.plan>> = {
  sweep: (probability) => {
    const { loss } = bestKnown.losses.find((known) => known.probability === probability)!
    // The loss of five exact features, the others at their mean, is the least known; of the motif it says nothing.
    if (probability === 0.5) return { ...modelOf(apart), bias: means(probability), loss }
    return { ...modelOf(motif), loss, lossStandardError: 10 * loss }
  },
}

function means(probability: number): number[] {
  return Array.from({ length: featureCount }, (_, feature) => (2 * feature < hiddenSize ? 0 : probability / 2))
}

function modelOf(neurons: Neurons): IdealModel {
  const weights = Array.from({ length: featureCount }, () => new Array<number>(hiddenSize).fill(0))
  const values = new Float64Array(hiddenSize * featureCount)
  for (const [neuron, synapses] of neurons.entries()) {
    for (const [feature, input, output] of synapses) {
      weights[feature]![neuron] = input
      values[neuron * featureCount + feature] = output
    }
  }
  return {
    weights: matrixFromRows(weights),
    parameters: { outputWeights: { shape: [hiddenSize, featureCount], values } },
  }
}
