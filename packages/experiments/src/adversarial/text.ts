import { prose } from '../vocabulary/prose.js'
import {
  adversarialSettings,
  defendedProbability,
  defendedTraining,
  denseDeviation,
  probabilities,
} from './settings.js'

const { quick, paper: long } = adversarialSettings.settings

export const paper = prose`
  In a model without superposition, a change of one input changes one output. In superposition, (WᵀW)_i has many small
  entries beside its large one, and a change along it moves output i further than a change of input i alone. The paper
  attacks ReLU models with a budget of a tenth of the mean length of an input, along λ·(WᵀW)_i / ‖(WᵀW)_i‖ for the
  feature i that hurts most. Gradient attacks did not work where most ReLUs are off.

  Relative to a model without superposition, the damage (L′ − L) / (L′₀ − L₀) rises more than threefold as features
  become sparser. It is nearly linear in the number of features per dimension, 1/D* = ‖W‖²/m.

  Training against the best attack on a random feature reduces superposition. Removing it takes attacks of about 80 %
  of an input's length.
`

export const method = prose`
  The paper does not state its models. As in its section on geometry, all features are equally important and there are
  many more of them than dimensions: ${quick.featureCount} in ${quick.hiddenSize} (preset quick) or
  ${long!.featureCount} in ${long!.hiddenSize} (preset paper), with ${quick.restarts} restarts at each of
  ${probabilities.length} probabilities from ${probabilities[0]!} to ${probabilities.at(-1)!}. AdamW has a learning
  rate of 0.01 on a quarter cosine and runs for ${quick.steps} steps of ${quick.batchSize} samples (quick) or
  ${long!.steps} of ${long!.batchSize} (paper). At p = 1 initial weights are small, normal with deviation
  ${denseDeviation}. From larger ones some outputs start below 0 on every sample, and the ReLU keeps them there.

  Each model is attacked on 500 fresh inputs from its own feature law. "The feature that hurts most" can be read in
  two ways, and both are measured: the worst feature of each sample, or one feature for all samples. The first also
  uses the errors that the model makes anyway, so its ratio is larger than 1/D*, but still linear in it. The second is
  what a linear response predicts (2 for digons, where D = 1/2). It is no longer linear at high sparsity, where
  negative biases and the ReLU absorb small changes. The model without superposition needs no training: an attack on
  it moves one output by λ, so L′₀ − L₀ = λ².

  Attacks of a hundredth and of the whole mean length are measured too, because the ratio depends on the budget. A
  figure compares the paper's attack with one normalized step along the gradient of each sample's own loss. In our
  models this step does not fail as the paper's gradient attacks did.

  To see what training against attacks does, the best model of p = ${defendedProbability} is trained further for
  ${defendedTraining.steps} steps of ${defendedTraining.batchSize} samples. Each sample is attacked along the
  direction of a feature drawn at random and the target is still the original sample. No backend supports this, so
  this part runs in plain float64 code. The paper does not state the density, or whether its models were trained
  before the attacks began.

  Losses are compared with closed forms where there are some, and with the best of a longer search elsewhere.
`
