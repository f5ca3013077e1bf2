/** The autoencoder as a graph over all members: hidden = f(Wᵀ x + hiddenBias), output = g(V hidden + bias). */
import type { AutoencoderModel } from '@digon/model'
import { add, expandDims, relu, type Tensor } from '@tensorflow/tfjs-core'
import type { ModelGraph } from './graph.js'
import { multiplyMembers } from './member-product.js'
import { gelu } from './operations.js'

/** Axes: input and output `[member, feature, sample]`, hidden `[member, hidden, sample]`. */
export function autoencoderGraph(model: AutoencoderModel): ModelGraph {
  return {
    sampleAxis: 2,
    forward: ({ weights, outputWeights, bias, hiddenBias }, input) => {
      const hiddenSums = withBias(multiplyMembers(weights!, input, true, false), hiddenBias)
      const hidden = activate(model.hiddenActivation, hiddenSums)
      // outputWeights are [member, hidden, feature]; tied weights stand the other way round already.
      const outputSums = outputWeights
        ? multiplyMembers(outputWeights, hidden, true, false)
        : multiplyMembers(weights!, hidden, false, false)
      return { output: activate(model.outputActivation, withBias(outputSums, bias)), hidden }
    },
  }
}

/** A bias is `[member, row]`, the same for every sample. */
function withBias(sums: Tensor, bias: Tensor | undefined): Tensor {
  return bias ? add(sums, expandDims(bias, 2)) : sums
}

function activate(kind: 'identity' | 'relu' | 'gelu', sums: Tensor): Tensor {
  if (kind === 'identity') return sums
  return kind === 'relu' ? relu(sums) : gelu(sums)
}
