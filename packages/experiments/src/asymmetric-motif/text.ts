import { prose } from '../vocabulary/prose.js'
import { list } from '../vocabulary/statistics.js'
import { asymmetricMotifSettings, model, probabilities } from './settings.js'

const { quick, paper: long } = asymmetricMotifSettings.settings

export const paper = prose`
  Among the neurons that compute |x| in superposition the paper finds a motif. Two features share a neuron unequally,
  in = [2, −1/2] and out = [1/2, 2] instead of [1, −1] and [1, 1]: one of them disturbs the other strongly and is
  hardly disturbed itself. A second neuron inhibits the disturbed output exactly when the interference would be
  positive. That makes it negative, and the ReLU of the output removes it.
`

export const method = prose`
  The paper shows one model and does not state its size or sparsity. A public reproduction uses ${model.featureCount}
  features of importance 0.8ⁱ and ${model.hiddenSize} neurons at p = ${probabilities[0]!}; there every neuron of ours
  serves one feature. We keep the sizes and add p = ${probabilities.slice(1).join(' and ')}, with ${list(quick.restarts)}
  restarts (preset paper: ${long!.restarts[0]!} each). The models have a ReLU hidden layer without bias, untied weights,
  and a ReLU output with bias. AdamW has a learning rate of 0.01 on a quarter cosine and runs for ${quick.steps} steps
  of ${quick.batchSize} samples (quick) or ${long!.steps} of ${long!.batchSize} (paper). Initial weights are small
  (normal, deviation 0.05), so that features compete for neurons instead of starting on all of them.

  The motif is searched for by its numbers. It is a neuron on which two features both have an output weight above 0
  and a product of input and output weight of at least 0.25 (1 would be one full side of |x|), with input weights at
  least 3 : 1 and output weights at least 1 : 3. Its disturbance is the strong feature’s input times the weak one’s
  output weight. Its inhibition is the most that any other neuron, switched on by the strong feature at the same sign,
  takes from the same output. All motifs of all restarts count.
`
