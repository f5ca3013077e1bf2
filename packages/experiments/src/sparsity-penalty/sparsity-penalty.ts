/** The experiment on training without superposition, put together. */
import { sparsityPenaltyEntry } from '../catalog.js'
import type { Experiment } from '../experiment.js'
import { sparsityPenaltyClaims } from './claims.js'
import { sparsityPenaltyFigures } from './figures.js'
import { analyzeSparsityPenalty, type SparsityPenaltyNumbers } from './numbers.js'
import { planSparsityPenalty } from './plan.js'

/** L1 on the hidden units: superposition goes, and so do the features that lived in it. */
export const sparsityPenalty: Experiment<SparsityPenaltyNumbers> = {
  ...sparsityPenaltyEntry,
  paper: `Of the three ways out of superposition that the paper names, one can be tried on toy models at once: train them not to have it. An L1 penalty λ·Σ|hidden| on the hidden units removes superposition, and the loss rises for it. The paper reports this without figures or settings.`,
  method: `The small models of the demonstration (20 features of importance 0.7ⁱ in 5 dimensions, ReLU output) at p = .1, where all features stored are in superposition, with λ from 0 to 0.03; the penalty is added to a loss that is averaged over features. 16 restarts at each λ (preset paper: three further λ). AdamW without weight decay, which would be a penalty of its own; learning rate 0.01 on a quarter cosine, 2,000 steps of 256 samples (quick) or 10,000 of 1,024 (paper).

What should come out can be computed. A feature that has a hidden unit to itself costs (1 − w²)²/3 + κw/2 at norm w, in units of p·I/n, with κ = nλ/I. Its norm is the larger root of w(1 − w²) = 3κ/8 and jumps to 0 at κ = (8/9)·√(2/3) = 0.7258, so features die in order of importance, each at a λ of its own. The same holds for antipodal pairs as long as not both features are active: so the penalty does not part a pair, it starves one of the two, and superposition ends when no more features than dimensions are worth their penalty.

Losses are measured on 100,000 fresh samples, with the penalty and without it. Restarts matter: 0 is always a local minimum for a norm, so a unit can starve before features have parted, and then two that have room for themselves stay an antipodal pair. The sparser the features, the less that costs and the more often even the best restart ends so, which is why p is not smaller.`,
  plan: (preset, seed) => ({ tasks: planSparsityPenalty(preset, seed) }),
  measure: (_, trained) => analyzeSparsityPenalty(trained),
  figures: sparsityPenaltyFigures,
  claims: sparsityPenaltyClaims,
}
