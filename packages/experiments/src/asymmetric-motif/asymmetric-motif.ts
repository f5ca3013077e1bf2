/** The experiment on the asymmetric superposition motif, put together. */

import type { Experiment } from '../experiment.js'
import { asymmetricMotifClaims } from './claims.js'
import { asymmetricMotifFigures } from './figures.js'
import { type AsymmetricMotifNumbers, analyzeAsymmetricMotif } from './numbers.js'
import { planAsymmetricMotif } from './plan.js'
import { asymmetricMotifSettings } from './settings.js'

/** Two features on one neuron, unequally, and a second neuron that takes the disturbance back. */
export const asymmetricMotif: Experiment<AsymmetricMotifNumbers> = {
  ...asymmetricMotifSettings,
  paper: `Among the neurons that compute |x| in superposition the paper finds a motif. Two features share a neuron unequally, in = [2, −1/2] and out = [1/2, 2] instead of [1, −1] and [1, 1]: one of them disturbs the other strongly and is hardly disturbed itself. A second neuron inhibits the disturbed output just when the interference would be positive, which makes it negative, and the ReLU of the output removes that.`,
  method: `The paper shows one model and does not state its size or sparsity. A public reproduction uses 20 features of importance 0.8ⁱ and 10 neurons at p = .5; there every neuron of ours serves one feature. We keep the sizes and add p = .2 and .1, 8 restarts each (preset paper: 32). ReLU hidden layer without bias, untied weights, ReLU output with bias; AdamW, learning rate 0.01 on a quarter cosine, 3,000 steps of 256 samples (quick) or 10,000 of 1,024. Initial weights are small (normal, deviation 0.05), so that features compete for neurons instead of starting on all of them.

The motif is searched for, not looked at: a neuron on which two features both have an output weight above 0 and a product of input and output weight of at least 0.25 (1 would be a whole side of |x|), with input weights at least 3 : 1 and output weights at least 1 : 3. Its disturbance is the strong feature’s input times the weak one’s output weight; its inhibition is the most that any other neuron, switched on by the strong feature at the same sign, takes from the same output. All motifs of all restarts count.`,
  plan: (preset, seed) => ({ preset, seed, sweeps: {}, tasks: planAsymmetricMotif(preset, seed) }),
  measure: (_, trained) => analyzeAsymmetricMotif(trained),
  figures: asymmetricMotifFigures,
  claims: asymmetricMotifClaims,
}
