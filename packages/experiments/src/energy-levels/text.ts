import { prose } from '../vocabulary/prose.js'
import { energyLevelsSettings, model, probability } from './settings.js'

const { quick, paper: long } = energyLevelsSettings.settings

export const paper = prose`
  In a model of many equally important features that all end in digons, the paper follows the dimensionality of each
  feature through training. Features hop between discrete levels and swap places, and the loss drops with each hop:
  hardly visibly at the first, more at the second. The paper likens this to electrons that jump between energy levels.
`

export const method = prose`
  The models have n = ${model.featureCount} equal features in m = ${model.hiddenSize} dimensions at p =
  ${probability}, where digons store most per dimension. The paper states none of these, nor the optimizer and the
  initial weights. Initial weights are normal with deviation 0.1. AdamW runs on a quarter cosine from
  ${quick.learningRate} for ${quick.steps} steps of ${quick.batchSize} samples (preset paper: from
  ${long!.learningRate}, ${long!.steps} steps of ${long!.batchSize}). There are ${quick.restarts} restarts (preset
  paper: ${long!.restarts}). Parameters are kept at about ${quick.timePoints} steps (preset paper:
  ${long!.timePoints}), evenly spaced on a logarithmic axis.

  The loss at these steps is measured on 4096 samples that are the same for all steps, so that differences between
  steps are nearly free of noise. The loss at the end is measured on 50,000 fresh samples. Intervals between these
  steps count from where ‖W‖² first reaches m, because before that all features grow at once. A feature hops in an
  interval when its dimensionality changes by 0.05 or more. A whole hop, say from 1/3 to 1/2, takes several intervals.

  An interval in which a feature hops lowers the loss by about one percent. Most of the loss comes from the features
  left out, and no hop can win that back.
`
