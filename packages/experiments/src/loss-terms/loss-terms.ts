/** The experiment of the paper's section "Mathematical understanding", put together. */

import type { Experiment } from '../experiment.js'
import { lossTermsClaims } from './claims.js'
import { lossTermsFigures } from './figures.js'
import { analyzeLossTerms, type LossTermsNumbers } from './numbers.js'
import { planLossTerms } from './plan.js'
import { lossTermsSettings } from './settings.js'

/** The loss taken apart: benefit and interference, terms by active features, the ledger of each feature, regular polygons. */
export const lossTerms: Experiment<LossTermsNumbers> = {
  ...lossTermsSettings,
  paper: `For linear models the loss is a benefit of every feature that is stored, Σ I_i (1 − ‖W_i‖²)², plus interference Σ I_j (W_j·W_i)², and it never pays to store more features than dimensions.

For ReLU models the paper expands the loss by the number of active features, L = (1 − S)^n L_n + … + (1 − S) S^(n−1) L_1 + S^n L_0. L_0 punishes positive biases. L_1 is a benefit and an interference again, but negative interference is free, and a negative bias makes small positive interference free as well: that is why sparse models use superposition. For features of equal norm without bias L_1 is a generalized Thomson problem, points on a sphere that push each other apart.`,
  method: `Five features in two dimensions: importance 0.9ⁱ at p = .5, .2, .05, .02, equal importance at p = .05, linear models at p = 1 and .3, and five and six features of which exactly one is active, the limit of high sparsity. AdamW without weight decay on a quarter cosine from a rate of 0.03, 3,000 steps of 256 samples (preset paper: 10,000 of 1,024, rate 0.02); 16 restarts each, all kept (paper 32). The paper trains nothing here, so the settings are ours.

L_0 … L_n of the best restart are exact integrals over all sets of active features. They are judged against the paper's formulas by quadrature, against samples with exactly so many active features, and, put together, against the loss on fresh samples. The ledger of a feature says what it brings and what it costs the others, exactly, and the least loss that another vector and bias for it could reach.

The table of regular polygons is that of Chen et al. 2023 for one active feature; at p = .05 the pentagon is a little smaller (norm 1.134, bias −.246), which is judged on trained models as well.`,
  plan: (preset, seed) => ({ preset, seed, sweeps: {}, tasks: planLossTerms(preset, seed) }),
  measure: (_, trained) => analyzeLossTerms(trained),
  figures: lossTermsFigures,
  claims: lossTermsClaims,
}
