import { prose } from '../vocabulary/prose.js'
import {
  endFactors,
  endImportances,
  learningRates,
  phaseChangeSettings,
  restartsAtPoint,
  restartsInCell,
} from './settings.js'

const { quick, paper: long } = phaseChangeSettings.settings

export const paper = prose`
  Two features share one dimension, then three share two. The last one, the extra feature, has importance r, the
  others 1. For r from 0.1 to 10 and densities 1 − S from 1 to 0.01 the paper trains ten models, drops the one with
  the highest loss, and averages norm and superposition of the extra feature over the others. A second diagram comes
  from theory: the best of a few candidate models with unit norms.

  Both show the same phases: the extra feature is not represented, is in superposition, or has a dimension of its own.
  Between them the optimal weights change discontinuously: a first-order phase change. Two dimensions have a fourth
  region, in which the other features are in superposition and the extra one is dedicated.

  In a comment McGrath solves two features in one dimension without biases exactly. He finds a phase that the theory
  omits: both features point in the same direction with W ≈ 1/√2 (S = .1, r = .8). He notes that the global minimum
  can have the smaller basin of attraction.
`

export const method = prose`
  The paper does not state the resolution of its grids or how the models are trained. Our grids have ${quick.gridSize}
  × ${quick.gridSize} cells (preset paper: ${long!.gridSize} × ${long!.gridSize}) of ${restartsInCell} restarts each,
  all kept. Figures show the mean of nine, as the paper draws it, and the best of ten. AdamW runs on a quarter cosine
  from a rate of ${learningRates[1]} (three features: ${learningRates[2]}) for ${quick.steps} steps of
  ${quick.batchSize} samples (paper: ${long!.steps} of ${long!.batchSize}). Initial weights are normal with deviation
  0.05, biases 0.

  Losses are exact expectations at the trained weights. They are compared with the exact optimum over all weights and
  biases, which gradient descent finds from all candidates. With three features, one of them is dedicated in the
  optimum, with no loss, and the other two share a dimension. Only near the point where the phases meet, a triangle is
  up to 4 % better. The candidates of theory have unit norms, and a bias only where a feature is ignored. If all
  weights and biases are free, superposition ends at a density about 10 % higher. So trained diagrams should show
  slightly more superposition.

  How it ends depends on r. At r = ${endImportances.join(', ')} models are trained at ${endFactors.length} densities
  around the boundary, ${restartsInCell} at each. For small r the norm of the extra feature jumps to 0: a first-order
  transition. From r = 0.8 on it drops part of the way and then goes to 0 continuously.

  A feature is represented from a norm of 1/2 on, and in superposition from Σ_j (Ŵ·W_j)² = 1/4 on. At r = 1 the
  features are interchangeable, so comparisons of states leave that column out. Many restarts end in worse minima: of
  two features that start with the same sign, one drives the other to 0, where only its mean is output. This is a
  local optimum. So at small p the average of nine shows less superposition than the best model. These are McGrath's
  small basins, seen in training. ${restartsAtPoint} more models are trained without biases at McGrath's point.
`
