/** The shapes that mathematics gives; the optimum at p = .2 or .1 stands for its neighbors, whose losses no claim judges. */
import { polygonModel, reluLoss, reluOptimum, type TiedModel } from '@digon/theory'
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import type { intro } from './intro.js'
import { importanceBase, model } from './settings.js'

const { featureCount } = model
const importance = Array.from({ length: featureCount }, (_, i) => importanceBase ** i)

const rightAngle = (probability: number): TiedModel => ({
  weights: { rows: 5, columns: 2, values: Float64Array.of(1, 0, 0, -1, 0, 0, 0, 0, 0, 0) },
  bias: [0, 0, probability / 2, probability / 2, probability / 2],
})
const square = polygonModel({ featureCount, corners: 4, unlearnedBias: 0.1 })
const pentagon = polygonModel({ featureCount, corners: 5, radius: 1.1, bias: -0.2 })
const optima = {
  square: reluOptimum(square, { probability: 0.2, importance }).model,
  pentagon: reluOptimum(pentagon, { probability: 0.1, importance }).model,
}

function modelAt(probability: number): IdealModel {
  const sparse = probability > 0.15 ? optima.square : optima.pentagon
  const { weights, bias } = probability > 0.6 ? rightAngle(probability) : sparse
  return { weights, bias, loss: reluLoss({ weights, bias }, { probability, importance }) }
}

export const ideal: Ideal<ReturnType<typeof intro.description.plan>> = { panels: modelAt, strip: modelAt }
