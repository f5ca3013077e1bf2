/** The experiment on adversarial examples, put together. */

import type { Experiment } from '../experiment.js'
import { adversarialClaims } from './claims.js'
import { adversarialFigures } from './figures.js'
import { type AdversarialNumbers, analyzeAdversarial } from './numbers.js'
import { planAdversarial } from './plan.js'
import { adversarialSettings } from './settings.js'

/** Attacks that follow from the weights, on models of ever sparser features: superposition makes them work. */
export const adversarial: Experiment<AdversarialNumbers> = {
  ...adversarialSettings,
  paper: `A model without superposition passes a change of one input on to one output. In superposition (WᵀW)_i has many small entries beside its large one, and a change along it moves output i further than a change of input i alone. The paper attacks ReLU models with a budget of a tenth of the mean length of an input, along λ·(WᵀW)_i / ‖(WᵀW)_i‖ for the feature i that hurts most, because attacks by gradients did not work where most ReLUs are off.

Relative to a model without superposition, the damage (L′ − L) / (L′₀ − L₀) rises more than threefold as features become sparser, and follows the features per dimension 1/D* = ‖W‖²/m almost on a line.`,
  method: `The paper does not state its models; as in its section on geometry all features are equally important and many more than dimensions: 60 in 8 (preset quick) or 200 in 20 (preset paper), 3 restarts at each of nine probabilities from 1 to .03. AdamW, learning rate 0.01 on a quarter cosine, 1,500 steps of 256 samples (quick) or 6,000 of 1,024.

Each model is attacked on 1,000 fresh inputs of its own law. "The feature that hurts most" can be read in two ways, and both are measured: the worst feature of each sample, or one feature for all samples. The first also uses the errors that the model makes anyway, so its ratio is larger than 1/D* while still on a line with it; the second is what a linear response predicts (2 for digons, where D = 1/2) and bends at high sparsity, where negative biases and the ReLU take up small changes. The model without superposition needs no training: an attack on it moves one output by λ, so L′₀ − L₀ = λ².

One normalized step along the gradient of each sample's own loss is drawn beside them. In our models it does not fail as the paper's gradient attacks did: outputs of active features are on, and the errors there point the way. The paper's remark on adversarial training (superposition gives way only when the attack has about 80 % of an input's length) is not reproduced: it needs training inputs that depend on the weights.`,
  plan: (preset, seed) => ({ preset, seed, sweeps: {}, tasks: planAdversarial(preset, seed) }),
  measure: (_, trained) => analyzeAdversarial(trained),
  figures: adversarialFigures,
  claims: adversarialClaims,
}
