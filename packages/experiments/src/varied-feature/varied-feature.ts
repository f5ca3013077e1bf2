/** The experiment of the paper's section on one feature of another density, put together. */

import type { Experiment } from '../experiment.js'
import { branchClaims } from './branch-claims.js'
import { variedFeatureFigures } from './figures.js'
import { analyzeVariedFeature, type VariedFeatureNumbers } from './numbers.js'
import { deformationClaims, equalClaims } from './pentagon-claims.js'
import { planVariedFeature } from './plan.js'
import { variedFeatureSettings } from './settings.js'

/** Pentagons bend as one feature becomes sparser, until two digons without it are better: a change of first order. */
export const variedFeature: Experiment<VariedFeatureNumbers> = {
  ...variedFeatureSettings,
  paper: `Five equally important features in two dimensions are active with p = 0.05; the density of one of them is varied up and down. At equal densities the solution is a regular pentagon, with slightly negative biases and norms above 1 to make up for them. A denser feature pushes the others away, a sparser one lets them close in. When the feature is about 2.5 times sparser than the others (a relative density of 0.4), the best solution becomes two digons, with the sparse feature at zero. The change is of first order: the losses of both kinds of solution cross.`,
  method: `Models are fitted many times at each of fourteen relative densities from 0.1 to 3, 16 restarts (preset paper: 100). Initial weights are normal with deviation 0.3; AdamW on a quarter cosine from 0.03, 2,500 steps of 256 samples (preset paper: from 0.01, 10,000 of 1,024); all of this is open in the paper. Losses are exact expectations at the trained weights, here summed over features. Solutions in the figure are turned, reflected and reordered onto each other, all features but the varied one being interchangeable.

Both branches are also computed exactly: the best pentagon and the best square with the varied feature at its mean, by descent on the exact loss over all weights and biases.

Where mathematics and the paper differ: the exact losses cross at a relative density of 0.265 to 0.27, 3.8 times sparser and not 2.5 (0.265 if the output of the dropped feature is dead, as it is after training; 0.269 if it gives the mean). Trained models cross there as well. How many restarts end on which branch is another matter, shown in a figure of its own: it depends on the initial weights (pentagons become the more frequent between 0.25 and 0.5, the later the smaller the weights begin), so that few restarts can show a number like the paper's. The crossing of losses does not depend on them. Both numbers are shown.`,
  plan: (preset, seed) => ({ preset, seed, sweeps: {}, tasks: planVariedFeature(preset, seed) }),
  measure: (_, trained) => analyzeVariedFeature(trained),
  figures: variedFeatureFigures,
  claims: (numbers) => [...equalClaims(numbers), ...deformationClaims(numbers), ...branchClaims(numbers)],
}
