/** The best models known at each probability. */
import { matrixFromRows } from '@digon/matrix'
import { reluLoss } from '@digon/theory'
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import bestKnown from './best-known.json' with { type: 'json' }
import type { intro } from './intro.js'
import { importanceBase, model } from './settings.js'

const importance = Array.from({ length: model.featureCount }, (_, i) => importanceBase ** i)

function modelAt(probability: number): IdealModel {
  const known = bestKnown.models.find((each) => each.probability === probability)!
  const weights = matrixFromRows(known.weights)
  return { weights, bias: known.bias, loss: reluLoss({ weights, bias: known.bias }, { probability, importance }) }
}

export const ideal: Ideal<ReturnType<typeof intro.description.plan>> = { panels: modelAt, strip: modelAt }
