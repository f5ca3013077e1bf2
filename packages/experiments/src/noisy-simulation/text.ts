import { prose } from '../vocabulary/prose.js'
import { comparedSamples, noisySimulationSettings, probabilities } from './settings.js'

const { quick, paper: long } = noisySimulationSettings.settings

export const paper = prose`
  The paper's central hypothesis is that a network in superposition noisily simulates a larger network in which every
  feature has a dimension of its own. The paper argues for it and draws it, with neurons of the larger network that the
  smaller one holds as directions, but does not measure it.
`

export const method = prose`
  We make it measurable. The larger model has one hidden unit a feature and the small model's own sizes and biases,
  y_i = ReLU(‖W_i‖² x_i + b_i). The small model's output y′ differs from it by interference alone. Explained is
  1 − E‖y′ − y‖² / E‖y′‖² on ${comparedSamples} fresh inputs a model. The noise y′ − y is sorted by how many features
  are active together.

  There are ${quick.featureCount} equally important features in ${quick.hiddenSize} dimensions at
  ${probabilities.length} probabilities from ${probabilities[0]!} to ${probabilities.at(-1)!}, with ${quick.restarts}
  restarts each (preset paper: ${long!.featureCount} in ${long!.hiddenSize}, ${long!.restarts} restarts). AdamW runs at
  learning rate 0.01 on a quarter cosine, for ${quick.steps} steps of ${quick.batchSize} samples (quick) or
  ${long!.steps} of ${long!.batchSize} (paper). For digons there is a closed form. Two antipodal features differ from
  the larger model only when both are active, by min(x_i, x_j) each, so that 1 − 2p / (4 − 3p) is explained.

  The hypothesis holds in the sparse limit and fails without sparsity. In between, what is explained is not monotone,
  which the paper does not say. As features become sparser, models first spend it on more features, three and four a
  dimension instead of two, and accept more noise for them. Measured by the variance of y′ instead of its square, dense
  models are not simulated at all.
`
