/** The experiment of the paper's section on collapse, between principal components and superposition, put together. */

import type { Experiment } from '../experiment.js'
import { collapseClaims } from './claims.js'
import { collapseFigures } from './figures.js'
import { analyzeCollapse, type CollapseNumbers } from './numbers.js'
import { planCollapse } from './plan.js'
import { collapseSettings } from './settings.js'

/** As correlated pairs become denser, they collapse one after the other until only principal components are left. */
export const collapse: Experiment<CollapseNumbers> = {
  ...collapseSettings,
  paper: `Six features in two dimensions come in three pairs whose members are always active together, each with a value of its own. In the sparse regime they form a hexagon of neighboring partners. As they become denser, pair after pair collapses: both partners share one vector, the pair's (a + b)/√2 is stored and (a − b)/√2 dropped. In the end the model is most like principal components.

The paper's strip: below p = 0.05 no pair is collapsed, from 0.05 to 0.15 one, from 0.15 to 0.2 two, from 0.25 to 0.5 all three; above 0.5 the model is most like principal components.`,
  method: `Importance is 1 and a pair is on with the same p throughout; optimizer, initial weights and number of models are open in the paper. Initial weights are normal with deviation 0.3; AdamW on a quarter cosine from 0.03, 2,000 steps of 256 samples (preset paper: 10,000 of 1,024). The rate matters: from 0.01 with the steps of preset paper, two thirds of the restarts at p = 0.03 keep a collapsed pair, in a local minimum. 16 restarts (preset paper: 32) at each of thirteen probabilities; "commonest" is the state that most of them end in, as the paper shows typical models and not optima.

A pair is collapsed when the cosine of its partners is above 0.95 and neither is shorter than 0.35. Losses are exact expectations. The exact optimum of each state (none, one, two or three pairs collapsed) is found by descent on the exact loss over all weights and biases.

Where mathematics and the paper differ: optima change from none to one at p ≈ 0.07 and to two at 0.14, near the paper's, but to three only at 0.39, where the paper has 0.2 to 0.25. Training explains it: from small weights a model first learns principal components, in which all pairs are collapsed, and at 0.2 to 0.39 most restarts stay in the local optimum that grows out of them. The smaller the initial weights, the more do (all at p = 0.2 with deviation 0.05, a minority with the deviation 0.5 of Xavier's rule). Our thresholds are those of typical restarts; the exact ones stand beside them.`,
  plan: (preset, seed) => ({ preset, seed, sweeps: {}, tasks: planCollapse(preset, seed) }),
  measure: (_, trained) => analyzeCollapse(trained),
  figures: collapseFigures,
  claims: collapseClaims,
}
