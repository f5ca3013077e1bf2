/** The experiment on superposition as a noisy simulation, put together. */

import type { Experiment } from '../experiment.js'
import { noisySimulationClaims } from './claims.js'
import { noisySimulationFigures } from './figures.js'
import { analyzeNoisySimulation, type NoisySimulationNumbers } from './numbers.js'
import { planNoisySimulation } from './plan.js'
import { noisySimulationSettings } from './settings.js'

/** How much of what a small model puts out is what a larger one without interference would. */
export const noisySimulation: Experiment<NoisySimulationNumbers> = {
  ...noisySimulationSettings,
  paper: `The paper's central hypothesis: a network in superposition noisily simulates a larger network in which every feature has a dimension of its own. It is argued for and drawn, with neurons of the larger network that the smaller one holds as directions, but not measured.`,
  method: `We make it measurable. The larger model has one hidden unit a feature and the small model's own sizes and biases, y_i = ReLU(‖W_i‖² x_i + b_i); the small model's output y′ differs from it by interference alone. Explained is 1 − E‖y′ − y‖² / E‖y′‖² on 20,000 fresh inputs a model, and the noise y′ − y is sorted by how many features are active together.

20 equally important features in 5 dimensions at eight probabilities from 1 to .01, 8 restarts each (preset paper: 80 in 20, 3 restarts). AdamW, learning rate 0.01 on a quarter cosine, 2,000 steps of 256 samples (quick) or 8,000 of 1,024. For digons there is a closed form: two antipodal features differ from the larger model only when both are active, by min(x_i, x_j) each, so that 1 − 2p / (4 − 3p) is explained.

The hypothesis holds in the sparse limit and fails without sparsity. In between it is not monotone, which the paper does not say: as features become sparser models first spend it on more features, three and four a dimension instead of two, and accept more noise for them. Measured by the variance of y′ instead of its square, dense models are not simulated at all.`,
  plan: (preset, seed) => ({ preset, seed, sweeps: {}, tasks: planNoisySimulation(preset, seed) }),
  measure: (_, trained) => analyzeNoisySimulation(trained),
  figures: noisySimulationFigures,
  claims: noisySimulationClaims,
}
