import { prose } from '../vocabulary/prose.js'
import { allocations, capacitySettings, importanceBase, model, quadraticDimensions, startCount } from './settings.js'

const { quick, paper: long } = capacitySettings.settings

export const paper = prose`
  Scherlis, Sachan, Jermyn, Benton and Shlegeris (2022, "Polysemanticity and Capacity in Neural Networks", arXiv
  2210.01892) ask which features get a dimension of their own, which share one, and which are dropped. They measure
  the capacity of a feature, C_i = (W_i·W_i)² / Σ_j (W_i·W_j)², which is the feature dimensionality of "Toy Models of
  Superposition". Their abstract says that the most important features are represented alone, less important ones
  share in proportion to their effect on the loss, and the least important ones are ignored; that there is more
  sharing where inputs have a higher kurtosis or are sparser; and that optimal embeddings are block-semi-orthogonal,
  with block sizes that depend on the architecture.
`

export const method = prose`
  For a model with quadratic activation, output Σ_a (W_a·x)² + c and target Σ_i v_i x_i², capacities have a closed
  form. With features of variance 1 and fourth moment F, the loss is (F − 1) Σ (G_ii − v_i)² + 2 Σ_{i≠k} G_ik², G = W
  Wᵀ, and above F = 3 the best capacities are C_i = clip((v_i/μ − 2)/(F − 3), 0, 1), with μ such that they sum to the
  dimensions. We derived both, and checked the loss by enumerating inputs. ${allocations.length} models in
  ${quadraticDimensions} dimensions are minimized with the exact gradient, from ${startCount} starts each: no sample
  is drawn, and no trained network decides these claims. The authors' own normalization and sizes are not known to us.

  Then the ReLU model of the paper, where nothing is known in closed form: ${model.featureCount} features of
  importance ${importanceBase}ⁱ in ${model.hiddenSize} dimensions, ${quick.restarts} restarts at each probability,
  ${quick.steps} steps of ${quick.batchSize} samples (preset paper: ${long!.restarts} restarts, ${long!.steps} of
  ${long!.batchSize}). As effects of the law we take the roots of the importances, and as kurtosis that of the inputs.
  Without sparsity the law and the model agree: principal components. With it both share more, but the ReLU model does
  so in blocks: antipodal pairs give every partner one half, whatever its importance, where the law would give each a
  share in proportion. Features of a norm below 0.5 count as dropped.
`
