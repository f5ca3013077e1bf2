import { prose } from '../vocabulary/prose.js'
import { list } from '../vocabulary/statistics.js'
import { demonstrationSettings, large, learningRate, small } from './settings.js'

const { quick, paper: long } = demonstrationSettings.settings

export const paper = prose`
  Linear models and models with a ReLU at the output reconstruct n = ${small.featureCount} features of importance
  ${small.importanceBase}ⁱ from m = ${small.hiddenSize} dimensions, and n = ${large.featureCount} of importance
  ${large.importanceBase}ⁱ from m = ${large.hiddenSize}. The linear model does what principal components do, at every
  sparsity: the m most important features get a dimension each, and the others are set to their mean.

  The ReLU model agrees with it when features are dense. As they become sparser, it stores more than m features. At
  first only the less important ones are in superposition, in antipodal pairs. In the end all of them are, with
  positive interference and negative biases.
`

export const method = prose`
  Importance is ${small.importanceBase}ⁱ and ${large.importanceBase}ⁱ with i counted from 0. Weights are tied, and
  there is an output bias. The paper states neither the optimizer nor densities other than 1. We take p =
  ${list(long!.probabilities.relu)} (preset quick: ReLU models at ${list(quick.probabilities.relu)}, linear models at
  ${list(quick.probabilities.linear)}) and AdamW on a quarter cosine from a learning rate of ${learningRate.relu}
  (linear models ${learningRate.linear}), for ${quick.steps.relu} steps (linear models ${quick.steps.linear}) of
  ${quick.batchSize} samples in preset quick, for ${long!.steps.relu} (${long!.steps.linear}) of ${long!.batchSize} in
  preset paper. Initial weights are Xavier-normal with fans n and m, biases 0.

  Linear models have ${quick.restarts.linear} restarts. ReLU models have ${list(quick.restarts.relu)} in the order of
  their probabilities (preset paper: ${list(long!.restarts.relu)}), more where restarts differ most. Losses are measured
  on enough fresh samples to know the loss of a restart to about 2 %. Those of ReLU models are compared with the
  lowest known losses, found by a longer search. Those of linear models are compared with their exact optimum,
  V(p)·Σ_{i≥m} I_i / n. The exact expected loss of linear models at the trained weights is judged as well.
  Interference of a feature is Σ_{j≠i} (Ŵ_i·W_j)². A feature is represented when its norm is above 0.5. The best
  restart is the one with the lowest loss on fresh samples. Claims on what ReLU models represent use only restarts
  within 10 % of the lowest known loss, because poorly trained models say nothing about it.
`
