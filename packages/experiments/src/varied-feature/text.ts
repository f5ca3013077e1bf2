import { prose } from '../vocabulary/prose.js'
import { baseProbability, branchTolerance, relativeDensities, variedFeatureSettings } from './settings.js'

const { quick, paper: long } = variedFeatureSettings.settings

export const paper = prose`
  Five equally important features in two dimensions are active with p = ${baseProbability}. The density of one of them
  is varied up and down. At equal densities the solution is a regular pentagon, with slightly negative biases and
  norms above 1 to compensate for them. A denser feature pushes the others away; a sparser one lets them come closer.
  When the feature is about 2.5 times sparser than the others (a relative density of 0.4), the best solution becomes
  two digons, with the sparse feature at zero. The change is first-order: the losses of the two solutions cross.
`

export const method = prose`
  Models are trained many times at each of ${relativeDensities.length} relative densities from
  ${relativeDensities[0]!} to ${relativeDensities.at(-1)!}: ${quick.restarts} restarts (preset paper:
  ${long!.restarts}). Initial weights are normal with deviation 0.3. AdamW runs on a quarter cosine from
  ${quick.learningRate}, for ${quick.steps} steps of ${quick.batchSize} samples (preset paper: from
  ${long!.learningRate}, ${long!.steps} of ${long!.batchSize}). The paper states none of this. Losses are exact
  expectations at the trained weights, here summed over features. Solutions in the figure are rotated, reflected and
  reordered onto each other; all features except the varied one are interchangeable.

  Both branches are also computed exactly: the best pentagon, and the best square with the varied feature at its mean,
  by gradient descent on the exact loss over all weights and biases. A model counts as on a branch when it has the
  shape of the branch and a loss within ${100 * branchTolerance} % of the loss of the branch.

  Exact losses and the paper differ in one number. The exact losses cross at a relative density of 0.265 to 0.27,
  where the feature is 3.8 times sparser and not 2.5 (0.265 if the output of the dropped feature is dead, as it is
  after training; 0.269 if it gives the mean). Trained models cross there as well. A separate figure shows how many
  restarts end on each branch. This depends on the initial weights: pentagons become the more frequent ones somewhere
  between 0.25 and 0.5, at a higher density when the initial weights are smaller. So a few restarts can show a number
  like the paper's. The crossing of losses does not depend on the initial weights. Both numbers are shown.
`
