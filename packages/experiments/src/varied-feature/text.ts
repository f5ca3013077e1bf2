import { prose } from '../vocabulary/prose.js'
import { baseProbability, branchTolerance, relativeDensities, variedFeatureSettings } from './settings.js'

const { quick, paper: long } = variedFeatureSettings.settings

export const paper = prose`
  Five equally important features in two dimensions are active with p = ${baseProbability}. The density of one of
  them is varied up and down. At equal densities the solution is a regular pentagon, with slightly negative biases
  and norms above 1 to make up for them. A denser feature pushes the others away; a sparser one lets them close in.
  When the feature is about 2.5 times sparser than the others (a relative density of 0.4), the best solution becomes
  two digons, with the sparse feature at zero. The change is of first order: the losses of both kinds of solution
  cross.
`

export const method = prose`
  Models are trained many times at each of ${relativeDensities.length} relative densities from
  ${relativeDensities[0]!} to ${relativeDensities.at(-1)!}: ${quick.restarts} restarts (preset paper:
  ${long!.restarts}). Initial weights are normal with deviation 0.3. AdamW runs on a quarter cosine from
  ${quick.learningRate}, for ${quick.steps} steps of ${quick.batchSize} samples (preset paper: from
  ${long!.learningRate}, ${long!.steps} of ${long!.batchSize}). The paper leaves all of this open. Losses are exact
  expectations at the trained weights, here summed over features. Solutions in the figure are turned, reflected and
  reordered onto each other; all features but the varied one may be exchanged.

  Both branches are also computed exactly: the best pentagon, and the best square with the varied feature at its
  mean, by descent on the exact loss over all weights and biases. A model counts as on a branch when its shape is that
  of the branch and its loss within ${100 * branchTolerance} % of what the branch loses.

  Mathematics and the paper differ in one number. The exact losses cross at a relative density of 0.265 to 0.27,
  where the feature is 3.8 times sparser and not 2.5 (0.265 if the output of the dropped feature is dead, as it is
  after training; 0.269 if it gives the mean). Trained models cross there as well. How many restarts end on which
  branch is another matter and has its own figure. It depends on the initial weights: pentagons become the more
  frequent between 0.25 and 0.5, the later the smaller the weights begin. So a few restarts can show a number like
  the paper's. The crossing of losses does not depend on the initial weights. Both numbers are shown.
`
