/** The shapes that mathematics gives; losses are the exact ones. */
import { matrixFromRows } from '@digon/matrix'
import { oneSparsePolygon, oneSparsePolygonLoss, polygonModel, polytopeOptimum, type TiedModel } from '@digon/theory'
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import type { lossTerms } from './loss-terms.js'
import { optimumAt } from './measure.js'
import { linearTerms } from './terms.js'

export const ideal: Ideal<ReturnType<typeof lossTerms.description.plan>> = {
  falling: (probability, { importance }) => {
    const { weights, bias, loss } = optimumAt({ probability, importance })
    return idealOf({ weights: matrixFromRows(weights), bias }, loss)
  },
  equal: (probability) => {
    const { model, loss } = polytopeOptimum('pentagon', probability)
    return idealOf(model, loss)
  },
  oneActive: (featureCount) =>
    idealOf(
      polygonModel({ featureCount, ...oneSparsePolygon(featureCount) }),
      oneSparsePolygonLoss(featureCount, featureCount) / featureCount,
    ),
  linear: (probability, { importance }) => {
    const rows = importance.map((_, i) => [i === 0 ? 1 : 0, i === 1 ? 1 : 0])
    const model = { weights: matrixFromRows(rows), bias: importance.map((_, i) => (i < 2 ? 0 : probability / 2)) }
    return idealOf(model, linearTerms(model, importance, probability).loss)
  },
}

function idealOf({ weights, bias }: TiedModel, loss: number): IdealModel {
  return { weights, bias, loss }
}
