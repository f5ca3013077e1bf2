/** The shapes that mathematics gives; losses are the exact ones. */
import { matrixFromRows } from '@digon/matrix'
import { oneSparsePolygon, polygonModel, polytopeOptimum, reluOptimum, type TiedModel } from '@digon/theory'
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import { remembered } from '../vocabulary/remembered.js'
import type { lossTerms } from './loss-terms.js'
import { linearTerms } from './terms.js'

/** A pentagon where features are sparse, else a square that leaves the least important feature out. */
const optimum = remembered((features: { readonly probability: number; readonly importance: readonly number[] }) => {
  const shape = features.probability < 0.1 ? { corners: 5, bias: -0.2 } : { corners: 4, bias: 0 }
  const unlearnedBias = features.probability / 2
  return reluOptimum(polygonModel({ featureCount: 5, ...shape, radius: 1.1, unlearnedBias }), features)
})

export const ideal: Ideal<ReturnType<typeof lossTerms.description.plan>> = {
  falling: (probability, { importance }) => {
    const { model, loss } = optimum({ probability, importance })
    return idealOf(model, loss)
  },
  equal: (probability) => {
    const { model, loss } = polytopeOptimum('pentagon', probability)
    return idealOf(model, loss)
  },
  oneActive: (featureCount) => idealOf(polygonModel({ featureCount, ...oneSparsePolygon(featureCount) }), 0),
  linear: (probability, { importance }) => {
    const rows = importance.map((_, i) => [i === 0 ? 1 : 0, i === 1 ? 1 : 0])
    const model = { weights: matrixFromRows(rows), bias: importance.map((_, i) => (i < 2 ? 0 : probability / 2)) }
    return idealOf(model, linearTerms(model, importance, probability).loss)
  },
}

function idealOf({ weights, bias }: TiedModel, loss: number): IdealModel {
  return { weights, bias, loss }
}
