/** The introduction's experiment, put together. */

import type { Experiment } from '../experiment.js'
import { introClaims } from './claims.js'
import { introFigures } from './figures.js'
import { analyzeIntro, type IntroNumbers } from './numbers.js'
import { planIntro } from './plan.js'
import { introSettings } from './settings.js'

/** Five features of falling importance in two dimensions: a right angle, a square, a pentagon as they become sparser. */
export const intro: Experiment<IntroNumbers> = {
  ...introSettings,
  paper: `Five features of varying importance pass through two hidden dimensions and a ReLU. Without sparsity the model keeps the two most important features on orthogonal axes and drops the other three. At 80 % sparsity it keeps four, as two antipodal pairs. At 90 % sparsity it keeps all five as a pentagon and pays with positive interference.

A feature is 0 with probability S (the sparsity), else uniform on [0, 1). The paper calls storing more features than dimensions superposition.`,
  method: `Importances are 0.9ⁱ, i = 0 … 4, as in the official notebook; the paper says no more than "varying importance". Probabilities p = 1 − S are the paper's 1, .2 and .1, and the notebook's 20^(−k/9). Initial weights are normal with deviation 0.258, which is what the notebook's initialization comes to for its ten models of 5 × 2; biases start at 0.

Optimizer, batch and steps are open in the paper. Preset quick: AdamW with a learning rate of 0.03 on a quarter cosine, 3,000 steps of 256 samples; it reaches the optimum more often than the notebook's settings (constant 0.001, 10,000 steps of 1,024 samples), which are preset paper. Single runs do get stuck in worse shapes, so every probability has 8 or 16 restarts: figures and shapes are of the restart with the least loss, and how many restarts agree is a claim of its own.

Losses in claims are exact expectations at the trained weights, over all sets of active features and so without noise, held against the best model of each shape (the local optimum of the same exact loss over all weights and biases). Losses on fresh samples check the exact ones.`,
  plan: (preset, seed) => ({ preset, seed, sweeps: {}, tasks: planIntro(preset, seed) }),
  measure: (_, trained) => analyzeIntro(trained),
  figures: introFigures,
  claims: introClaims,
}
