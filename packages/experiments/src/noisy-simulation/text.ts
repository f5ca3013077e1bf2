import { prose } from '../vocabulary/prose.js'
import { activeCounts, comparedSamples, countedSamples, noisySimulationSettings, probabilities } from './settings.js'

const { quick, paper: long } = noisySimulationSettings.settings

export const paper = prose`
  The paper's central hypothesis: a network in superposition noisily simulates a larger network in which every feature
  has a dimension of its own. The paper argues for it and draws it, with neurons of the larger network as directions
  in the smaller one, but does not measure it.
`

export const method = prose`
  We make it measurable. The larger model has one hidden unit per feature and the small model's own sizes and biases,
  y_i = ReLU(‖W_i‖² x_i + b_i). The small model's output y′ differs from it only by interference. The explained share
  is 1 − E‖y′ − y‖² / E‖y′‖² on ${comparedSamples} fresh inputs per model. The noise y′ − y is also measured on
  ${countedSamples} inputs with exactly one, two and up to ${activeCounts.at(-1)!} active features each.

  We train ${quick.featureCount} equally important features in ${quick.hiddenSize} dimensions at
  ${probabilities.length} probabilities from 1 to .01, with ${quick.restarts} restarts each (preset paper:
  ${long!.featureCount} in ${long!.hiddenSize}, ${long!.restarts} restarts). AdamW runs at learning rate 0.01 on a
  quarter cosine for ${quick.steps} steps of ${quick.batchSize} samples (quick) or ${long!.steps} of
  ${long!.batchSize}. For digons there is a closed form: two antipodal features differ from the larger model only when
  both are active, by min(x_i, x_j) each, which is p²/3 of noise in a signal of 2p/3 − p²/2 per pair. Outputs of
  features that are left out are constant, p/2.

  The hypothesis holds in the sparse limit and fails without sparsity. In between, the explained share is not
  monotone, which the paper does not say: as features become sparser, models first represent more of them, three and
  four per dimension instead of two, with more noise. Without sparsity, models project onto m directions, and features
  without interference explain little of the variance.
`
