/** The experiment of the paper's section "Demonstrating Superposition", put together. */

import type { Experiment } from '../experiment.js'
import { demonstrationFigures } from './figures.js'
import { linearClaims } from './linear-claims.js'
import { analyzeDemonstration, type DemonstrationNumbers } from './numbers.js'
import { planDemonstration } from './plan.js'
import { demonstrationSettings } from './settings.js'
import { superpositionClaims } from './superposition-claims.js'

/** Linear models keep the m most important features whatever the sparsity; ReLU models store more as features become sparser. */
export const demonstration: Experiment<DemonstrationNumbers> = {
  ...demonstrationSettings,
  paper: `Linear models and models with a ReLU at the output reconstruct n = 20 features of importance 0.7ⁱ from m = 5 dimensions, and n = 80 of importance 0.9ⁱ from m = 20. The linear model does what principal components do, at every sparsity: the m most important features get a dimension each, the others their mean.

The ReLU model agrees with it when features are dense. As they become sparser it stores more than m features: first the less important ones in antipodal pairs, in the end all of them in superposition, with positive interference and negative biases.`,
  method: `Importance 0.7ⁱ and 0.9ⁱ with i counted from 0, tied weights, an output bias. The paper states neither optimizer nor densities other than 1: we take p = 1, .3, .1, .03, .01, .003, .001 (preset quick: 1, .3, .1, .01, linear models at 1, .1, .01) and AdamW on a quarter cosine from a learning rate of 0.01 (linear models 0.02). Initial weights are Xavier-normal with fans n and m, biases 0.

Every model has 8 restarts. Losses are measured on fresh samples, enough to know the mean over linear restarts to about 0.25 %, and held against the exact optimum V(p)·Σ_{i≥m} I_i / n of linear models; their exact expected loss at the trained weights is judged as well. Interference of a feature is Σ_{j≠i} (Ŵ_i·W_j)²; a feature is represented when its norm is above 0.5. "Best" is the restart with the least loss on fresh samples.`,
  plan: (preset, seed) => ({ preset, seed, sweeps: {}, tasks: planDemonstration(preset, seed) }),
  measure: (_, trained) => analyzeDemonstration(trained),
  figures: demonstrationFigures,
  claims: ({ sizes }) =>
    sizes.flatMap((size, index) => {
      const prefix = index === 0 ? '' : 'large-'
      return [...linearClaims(size, prefix), ...superpositionClaims(size, prefix)]
    }),
}
