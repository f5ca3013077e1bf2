import { prose } from '../vocabulary/prose.js'
import { leastHop, restFactor, windowFactor } from './hops.js'
import { comparedSamples, grownShare, levelTolerance } from './measure.js'
import { deviation, energyLevelsSettings, model, probability } from './settings.js'

const { quick, paper: long } = energyLevelsSettings.settings

export const paper = prose`
  In a model of many equally important features that all end in digons, the paper follows the dimensionality of each
  feature through training. Features hop between discrete levels and swap places, and the loss drops at each hop:
  hardly at the first, more at the second. The paper likens this to electrons that jump between energy levels.
`

export const method = prose`
  The models have n = ${model.featureCount} equal features in m = ${model.hiddenSize} dimensions at p =
  ${probability}, on the plateau of digons. The paper states none of these, and neither the optimizer nor the initial
  weights. Initial weights are normal with deviation ${deviation}. AdamW runs on a quarter cosine from
  ${quick.learningRate} for ${quick.steps} steps of ${quick.batchSize} samples (preset paper: ${long!.steps} steps).
  There are ${quick.restarts} restarts (preset paper: ${long!.restarts}). Parameters are kept at about
  ${quick.timePoints} steps (preset paper: ${long!.timePoints}), evenly spaced on a logarithmic axis.

  Whether features hop depends on these choices, and we chose them so that they do. From small initial weights, models
  often stay for a while at four digons and one feature that has the fifth dimension nearly alone, with a
  dimensionality of about 3/4. The noise of small batches ends this: another feature joins and rises from 0 to 1/2,
  and the first one falls to 1/2. With batches of 512 or initial weights of deviation 0.1, dimensionalities change
  gradually and hardly any feature hops.

  A feature hops when its dimensionality stays within 0.02 for a factor ${restFactor} of steps and then changes by
  ${leastHop} or more within a factor ${windowFactor}. Hops count from where ‖W‖² first reaches ${grownShare} of its
  final value, because before that all features grow at once. The loss at these steps is measured on
  ${comparedSamples} samples that are the same for all steps, so that differences between steps are nearly free of
  noise. A feature counts as ending at 1/2 or 0 when it stays within ${levelTolerance} of it for the last third of the
  steps. The loss at the end is measured on 100,000 fresh samples, and again in float64 on others.
`
