import { prose } from '../vocabulary/prose.js'
import { fallingProbabilities, linearProbabilities, lossTermsSettings, pentagonProbability } from './settings.js'

const { quick, paper: long } = lossTermsSettings.settings

export const paper = prose`
  For linear models the loss has two terms: feature benefit, Σ I_i (1 − ‖W_i‖²)², and interference, Σ I_j (W_j·W_i)².
  Storing more features than dimensions never lowers it.

  For ReLU models the paper expands the loss by the number of active features, L = (1 − S)^n L_n + … + (1 − S) S^(n−1)
  L_1 + S^n L_0. L_0 punishes positive biases. L_1 again has a benefit and an interference. But negative interference
  is free, and a negative bias makes small positive interference free as well. That is why sparse models use
  superposition. For features of equal norm without bias, L_1 is a generalized Thomson problem: points on a sphere
  that push each other apart.
`

export const method = prose`
  The models have five features in two dimensions: of importance 0.9ⁱ at p = ${fallingProbabilities.join(', ')}, of
  equal importance at p = ${pentagonProbability}, and linear models at p = ${linearProbabilities.join(', ')}. Other
  models have five and six features of which exactly one is active, the limit of high sparsity. AdamW runs without
  weight decay on a quarter cosine from a rate of ${quick.learningRate} for ${quick.steps} steps of ${quick.batchSize}
  samples (preset paper: from ${long!.learningRate}, ${long!.steps} steps of ${long!.batchSize}). There are
  ${quick.restarts} restarts of each (paper: ${long!.restarts}; ${quick.oneActiveRestarts} with one active feature), all kept. The paper trains nothing here, so the
  settings are ours.

  L_0 … L_n of the best restart are exact integrals over all sets of active features. Unit tests compare them with the
  paper's formulas by quadrature, and with samples that have exactly k active features. Their sum is compared with the
  exact loss. For each feature we also compute its exact benefit, what it costs the others, and the lowest loss that
  another vector and bias for it could reach. The lowest losses are those of a square at p = 0.5 and 0.2, of a
  pentagon at smaller p, and of the two most important features in linear models.

  The regular polygons for one active feature are those of Chen et al. 2023. At p = .05 the pentagon is a little
  smaller (norm 1.134, bias −.246), which is judged on trained models as well.
`
