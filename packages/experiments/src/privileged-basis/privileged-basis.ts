/** The experiment on neurons, put together. */

import type { Experiment } from '../experiment.js'
import { privilegedBasisClaims } from './claims.js'
import { privilegedBasisFigures } from './figures.js'
import { analyzePrivilegedBasis, type PrivilegedBasisNumbers } from './numbers.js'
import { planPrivilegedBasis } from './plan.js'
import { privilegedBasisSettings } from './settings.js'

/** With a ReLU on the hidden layer units become neurons: monosemantic, polysemantic, and codes in between. */
export const privilegedBasis: Experiment<PrivilegedBasisNumbers> = {
  ...privilegedBasisSettings,
  paper: `With a ReLU on the hidden layer, h = ReLU(Wx), x' = ReLU(Wᵀh + b), single neurons mean something. Of ten features of importance 0.75ⁱ in five neurons, the best of 1,000 models at each sparsity stores: five features, one a neuron (1 − S ≥ .5); three so, and three more in two neurons as a binary code (.2 to .5); two, and five features in three neurons (.15); one, and six in four (.12); eight features in five neurons, all polysemantic (.05 to .08); each feature as one of the ten pairs of neurons (.04 and less).

Both monosemantic and polysemantic neurons form. There is no hidden bias, which would let the model become linear.`,
  method: `The paper's sizes and importances, one probability for each row of its table, 24 to 256 restarts each (preset paper: 100 to 400) instead of 1,000: the denser codes are so frequent that more change nothing, while the sparser ones compete within a few percent of the loss and get more; all ten pairs in use, at p = .03, is what about one restart in a hundred finds, and has clearly the least loss. AdamW, learning rate 0.01 on a quarter cosine, 2,500 steps of 256 samples (quick) or 8,000 of 512 (paper). At p = .75 the same is trained with a linear hidden layer for comparison.

A weight counts for a neuron when it is above 0.2 of the neuron's largest. A feature is represented when its norm is above 0.5, and switches a neuron on when its weight there is above 0.3 of its largest: negative weights push neurons below 0, where the ReLU hides them, so that a feature with two positive weights is a pair of neurons however negative the others are. The best restart is the one with the least loss on 30,000 fresh samples.

At p = .15 and .12 codes with one, two and three monosemantic neurons lie within about 1 % and 3 % of each other, at p = .07 codes of eight features with and without a monosemantic neuron within 2 %, and which of them is best depends on the seed: there the claim is that the paper's code is among the best, and it says which was. All restarts of a row count for its frequencies.`,
  plan: (preset, seed) => ({ preset, seed, sweeps: {}, tasks: planPrivilegedBasis(preset, seed) }),
  measure: (_, trained) => analyzePrivilegedBasis(trained),
  figures: privilegedBasisFigures,
  claims: privilegedBasisClaims,
}
