/** The experiment of the paper's section on discrete energy levels in training, put together. */

import type { Experiment } from '../experiment.js'
import { energyLevelClaims } from './claims.js'
import { energyLevelFigures } from './figures.js'
import { analyzeEnergyLevels, type EnergyLevelNumbers } from './numbers.js'
import { planEnergyLevels } from './plan.js'
import { energyLevelsSettings } from './settings.js'

/** Equal features hop between discrete dimensionalities during training, and the loss drops with each hop. */
export const energyLevels: Experiment<EnergyLevelNumbers> = {
  ...energyLevelsSettings,
  paper: `In a model of many equally important features that ends with all of them in digons, the dimensionality of each feature is followed through training. Features hop between discrete levels and swap places, and the loss drops with each hop: hardly visibly at the first, more at the second. The paper likens this to electrons that jump between energy levels.`,
  method: `n = 20 equal features, m = 5 dimensions, p = 0.3, where digons store most per dimension; none of these, nor optimizer and initial weights, is stated in the paper. Initial weights are normal with deviation 0.1; AdamW on a quarter cosine from 0.01, 4,000 steps of 512 samples (preset paper: from 0.003, 20,000 of 1,024). 8 restarts (preset paper: 32); parameters are kept at about 80 steps, evenly on a logarithmic axis.

The loss at these steps is measured on 4,096 samples that are the same for all of them, so that differences between steps are nearly free of noise; losses of the ended models are measured on 50,000 fresh ones. Intervals between snapshots count from where ‖W‖² first reaches m: before, all features grow at once. A feature hops in an interval when its dimensionality changes by 0.05 or more; a whole hop, say from 1/3 to 1/2, takes several intervals.

An interval in which a feature hops loses about one percent of the loss; most of the loss, that of the features left out, cannot be won back at all.`,
  plan: (preset, seed) => ({ preset, seed, sweeps: {}, tasks: planEnergyLevels(preset, seed) }),
  measure: (_, trained) => analyzeEnergyLevels(trained),
  figures: energyLevelFigures,
  claims: energyLevelClaims,
}
