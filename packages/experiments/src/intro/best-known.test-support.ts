/** The least exact loss of five features in two dimensions that descent finds: what `best-known.json` stores. */
import { matrix } from '@digon/matrix'
import { leastReluOptimum, polygonModel, type ReluOptimum, type TiedModel } from '@digon/theory'
import { importanceBase, model } from './settings.js'

const { featureCount } = model
const importance = Array.from({ length: featureCount }, (_, i) => importanceBase ** i)

/** Which feature stands at which corner, up to rotation and reflection. */
const aroundPentagon = ordersOf([1, 2, 3, 4]).filter(([first, , , last]) => first! < last!)
const aroundSquare = ordersOf([1, 2, 3]).filter(([first, , last]) => first! < last!)

/** Descends from a right angle, a square with each pairing, and a pentagon with each order of the features. */
export function leastOptimum(probability: number): ReluOptimum {
  const square = polygonModel({ featureCount, corners: 4, unlearnedBias: probability / 2 })
  const pentagon = polygonModel({ featureCount, corners: 5, radius: 1.1, bias: -0.2 })
  const starts = [
    rightAngle(probability),
    ...aroundSquare.map((order) => withOrder(square, [0, ...order, 4])),
    ...aroundPentagon.map((order) => withOrder(pentagon, [0, ...order])),
  ]
  return leastReluOptimum(starts, { probability, importance })
}

function rightAngle(probability: number): TiedModel {
  const values = Float64Array.of(1, 0, 0, 1, 0, 0, 0, 0, 0, 0)
  const mean = probability / 2
  return { weights: matrix(featureCount, 2, values), bias: [0, 0, mean, mean, mean] }
}

/** The feature at corner k of the result is `order[k]`. */
function withOrder({ weights, bias }: TiedModel, order: readonly number[]): TiedModel {
  const values = new Float64Array(weights.values.length)
  for (const [corner, feature] of order.entries()) {
    for (let k = 0; k < weights.columns; k++) {
      values[feature * weights.columns + k] = weights.values[corner * weights.columns + k]!
    }
  }
  return { weights: matrix(weights.rows, weights.columns, values), bias }
}

function ordersOf(items: readonly number[]): readonly (readonly number[])[] {
  if (items.length < 2) return [items]
  return items.flatMap((first) => ordersOf(items.filter((item) => item !== first)).map((rest) => [first, ...rest]))
}
