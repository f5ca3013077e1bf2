/** The experiment on computing |x| in superposition, put together. */

import type { Experiment } from '../experiment.js'
import { absoluteValueClaims } from './claims.js'
import { absoluteValueFigures } from './figures.js'
import { type AbsoluteValueNumbers, analyzeAbsoluteValue } from './numbers.js'
import { planAbsoluteValue } from './plan.js'
import { absoluteValueSettings } from './settings.js'

/** Models that compute |x|: two neurons a feature while features are dense, many features a neuron when they are sparse. */
export const absoluteValue: Experiment<AbsoluteValueNumbers> = {
  ...absoluteValueSettings,
  paper: `Models can compute in superposition. The task is y = |x| with x uniform on [−1, 1] when active, through a ReLU hidden layer without bias, untied weights, and a ReLU output. Since |x| = ReLU(x) + ReLU(−x), a feature costs two neurons; with three features and six neurons the model finds one neuron for each side of each feature.

With a hundred features of importance 0.8ⁱ and forty neurons, all neurons are monosemantic at 1 − S = 1 and .3. At .1 the first slightly polysemantic ones appear, at .03 a few are highly polysemantic and hold features of low importance, at .01 more, at .003 more still, and at .001 all are.`,
  method: `The paper's sizes, importances and probabilities, 3 restarts each, and 16 restarts of the small model at p = .5 (open in the paper). AdamW on a quarter cosine, learning rate 0.02 (0.01 from 1 − S = .03 on and for the small model), 2,500 steps (paper: 10,000; small model 2,000 and 5,000) with batches of 256 to 2,048 samples (paper: 1,024 to 8,192), the larger the sparser, so that each feature is in a batch.

Initial weights of the large models are small (normal, deviation 0.05 instead of the usual 0.12). That decides much of what comes out: from larger weights every neuron starts on every feature, and at p = .1 and below models stay polysemantic in every neuron at many times the loss; from small ones features compete for neurons, and the loss at p = .3 comes near that of twenty exact features, V(p)·Σ_{i≥20} I_i / n. From much smaller ones still the sparsest models do not leave the neighborhood of 0 in the steps they have.

As in the paper each neuron is scaled so that its largest input weight is 1 (and its output weights the other way round). A feature counts for a neuron above 0.2 of that; the paper judges by eye. A neuron is silent when it computes less than a twentieth of one side of |x|. By this count, in preset quick, neurons are polysemantic sooner than by eye: at .01, where the paper sees both kinds, nearly all are. From there on their number cannot rise, and how many features share one differs as much between restarts as between probabilities: it is asked to rise up to .01, and to be three or more in the end.`,
  plan: (preset, seed) => ({ preset, seed, sweeps: {}, tasks: planAbsoluteValue(preset, seed) }),
  measure: (_, trained) => analyzeAbsoluteValue(trained),
  figures: absoluteValueFigures,
  claims: absoluteValueClaims,
}
