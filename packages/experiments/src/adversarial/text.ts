import { prose } from '../vocabulary/prose.js'
import { adversarialSettings, probabilities } from './settings.js'

const { quick, paper: long } = adversarialSettings.settings

export const paper = prose`
  A model without superposition passes a change of one input on to one output. In superposition, (WᵀW)_i has many
  small entries beside its large one, and a change along it moves output i further than a change of input i alone.
  The paper attacks ReLU models with a budget of a tenth of the mean length of an input, along λ·(WᵀW)_i / ‖(WᵀW)_i‖
  for the feature i that hurts most. Attacks by gradients did not work where most ReLUs are off.

  Relative to a model without superposition, the damage (L′ − L) / (L′₀ − L₀) rises more than threefold as features
  become sparser. It follows the features per dimension 1/D* = ‖W‖²/m almost on a line.
`

export const method = prose`
  The paper does not state its models. As in its section on geometry, all features are equally important and there
  are many more of them than dimensions: ${quick.featureCount} in ${quick.hiddenSize} (preset quick) or
  ${long!.featureCount} in ${long!.hiddenSize} (preset paper), with ${quick.restarts} restarts at each of
  ${probabilities.length} probabilities from ${probabilities[0]!} to ${probabilities.at(-1)!}. AdamW has a learning
  rate of 0.01 on a quarter cosine and runs for ${quick.steps} steps of ${quick.batchSize} samples (quick) or
  ${long!.steps} of ${long!.batchSize} (paper).

  Each model is attacked on 1,000 fresh inputs of its own law. "The feature that hurts most" can be read in two
  ways, and both are measured: the worst feature of each sample, or one feature for all samples. The first also uses
  the errors that the model makes anyway, so its ratio is larger than 1/D* while still on a line with it. The second
  is what a linear response predicts (2 for digons, where D = 1/2). It bends at high sparsity, where negative biases
  and the ReLU take up small changes. The model without superposition needs no training: an attack on it moves one
  output by λ, so L′₀ − L₀ = λ².

  One normalized step along the gradient of each sample's own loss is drawn beside them. In our models it does not
  fail as the paper's gradient attacks did: outputs of active features are on, and the errors there point the way.
  The paper's remark on adversarial training (superposition gives way only when the attack has about 80 % of an
  input's length) is not reproduced: it needs training inputs that depend on the weights.
`
