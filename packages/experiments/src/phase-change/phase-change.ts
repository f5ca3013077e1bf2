/** The experiment of the paper's section "Superposition as a phase change", put together. */

import type { Experiment } from '../experiment.js'
import { phaseChangeClaims } from './claims.js'
import { phaseChangeFigures } from './figures.js'
import { analyzePhaseChange, type PhaseChangeNumbers } from './numbers.js'
import { planPhaseChange } from './plan.js'
import { phaseChangeSettings } from './settings.js'

/** Whether an extra feature is ignored, put into superposition, or given a dimension, by its importance and the density. */
export const phaseChange: Experiment<PhaseChangeNumbers> = {
  ...phaseChangeSettings,
  paper: `Two features share one dimension, then three share two; the last one, the extra feature, has importance r, the others 1. For r from 0.1 to 10 and densities 1 − S from 1 to 0.01 the paper trains ten models, drops the one with the highest loss and averages norm and superposition of the extra feature over the others. A second diagram comes from theory: the best of a few candidate models with unit norms.

Both show the same phases: the extra feature is not represented, is in superposition, or has a dimension of its own. Between them the optimal weights change discontinuously, a change of phase of first order. Two dimensions have a fourth region: the other features in superposition, the extra one dedicated.

In a comment McGrath solves two features in one dimension without biases exactly and finds a phase that theory leaves out, both features side by side at W ≈ 1/√2 (S = .1, r = .8). He notes that the global minimum can have the smaller basin.`,
  method: `The paper states neither the resolution of its grids nor how the models are trained. Ours have 9 × 9 cells (preset paper 17 × 17), ten restarts each, all kept: figures show the mean of nine as the paper draws it, and the best of ten. AdamW on a quarter cosine from a rate of 0.1 (three features 0.05), 1,500 steps of 256 samples (paper: 5,000 of 512). Initial weights are normal with deviation 0.05, biases 0.

Losses are exact expectations at the trained weights. They are held against the exact optimum over all weights and biases, computed by descent from all candidates (three features: in every second row and column of the grid). The candidates of theory have unit norms and a bias only where a feature is ignored; with everything free superposition ends some 10 % later, so trained diagrams should show slightly more of it; 16 more models of each size are trained at a point between the two boundaries.

A feature is represented from a norm of 1/2 on and in superposition from Σ_j (Ŵ·W_j)² = 1/4 on. At r = 1 the features may be exchanged at no cost, so that column is left out where states are compared. Many restarts end in worse minima: two features that start out with the same sign push each other out, and the loser stays at its mean, as a local optimum. That makes the average of nine pale at small p where its best model is not: McGrath's small basins, seen from training.`,
  plan: (preset, seed) => ({ preset, seed, sweeps: {}, tasks: planPhaseChange(preset, seed) }),
  measure: (_, trained) => analyzePhaseChange(trained),
  figures: phaseChangeFigures,
  claims: phaseChangeClaims,
}
