import { prose } from '../vocabulary/prose.js'
import { introSettings } from './settings.js'

const { quick, paper: long } = introSettings.settings

export const paper = prose`
  Five features of varying importance pass through two hidden dimensions and a ReLU. Without sparsity the model keeps
  the two most important features on orthogonal axes and drops the other three. At 80 % sparsity it keeps four, as two
  antipodal pairs. At 90 % sparsity it keeps all five as a pentagon and pays with positive interference.

  A feature is 0 with probability S (the sparsity), else uniform on [0, 1). The paper calls storing more features than
  dimensions superposition.
`

export const method = prose`
  Importances are 0.9ⁱ, i = 0 … 4, as in the official notebook; the paper says only "varying importance".
  Probabilities p = 1 − S are the paper's 1, .2 and .1, and the notebook's 20^(−k/9). Initial weights are normal with
  deviation 0.258, which is the result of the notebook's initialization for its ten models of 5 × 2. Biases start at
  0.

  The paper does not state optimizer, batch size and steps. Preset quick runs AdamW with a learning rate of
  ${quick.learningRate} on a quarter cosine for ${quick.steps} steps of ${quick.batchSize} samples. It reaches the
  optimum more often than the notebook's settings (constant ${long!.learningRate}, ${long!.steps} steps of
  ${long!.batchSize} samples), which are preset paper. Some runs end in worse shapes. So every probability has
  ${quick.restarts.strip} or ${quick.restarts.panels} restarts. Figures and shapes show the restart with the lowest
  loss, and separate claims say how many restarts agree.

  Losses in claims are exact expectations at the trained weights, summed over all sets of active features, so they
  have no sampling noise. They are compared with the lowest exact loss of any right angle, square or pentagon,
  minimized over all weights and biases from each order of the features. Losses on fresh samples check the exact ones.
`
