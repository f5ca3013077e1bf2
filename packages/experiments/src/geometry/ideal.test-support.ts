/** Products of the shapes that the paper names, in orthogonal subspaces. */
import { matrixFromRows } from '@digon/matrix'
import { polytopeOptimum } from '@digon/theory'
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import { leastLoss } from '../vocabulary/least-loss.js'
import bestKnown from './best-known.json' with { type: 'json' }
import type { geometry } from './geometry.js'
import { antiprismProbability, fromDigons, geometrySettings } from './settings.js'

type Rows = readonly (readonly number[])[]

const shapes = {
  dedicated: [[1]],
  digon: [[1], [-1]],
  triangle: ring(3, 1),
  tetrahedron: [
    [1, 1, 1],
    [1, -1, -1],
    [-1, 1, -1],
    [-1, -1, 1],
  ].map((corner) => corner.map((x) => x / Math.sqrt(3))),
  pentagon: ring(5, 1.1),
  'square antiprism': [0, 1].flatMap((side) =>
    ring(4, Math.sqrt(2 / 3), side / 8).map((corner) => [...corner, (side === 0 ? 1 : -1) / Math.sqrt(3)]),
  ),
} satisfies Record<string, Rows>
type Shape = keyof typeof shapes

const { wide, small } = geometrySettings.settings.quick
const bestAntiprism = polytopeOptimum('square antiprism', antiprismProbability).model
const smallProducts: Readonly<Record<number, readonly Shape[]>> = {
  0.7: ['tetrahedron'],
  0.6: ['triangle', 'digon'],
  0.4: times('digon', 3),
  0.22: ['pentagon', 'digon'],
  0.18: ['square antiprism'],
}

export const ideal: Ideal<ReturnType<typeof geometry.description.plan>> = {
  wide: (probability) => wideModel(probability, wide.featureCount, wide.hiddenSize),
  halfDimensions: (probability) => wideModel(probability, wide.featureCount, wide.hiddenSize / 2),
  halfFeatures: (probability) => wideModel(probability, wide.featureCount / 2, wide.hiddenSize),
  small: (probability) => ({
    ...smallModel(probability),
    ...unlike(leastLoss(small.featureCount, small.hiddenSize, probability, bestKnown)),
  }),
  fromDigons: (probability) => wideModel(probability, fromDigons.featureCount, fromDigons.hiddenSize),
}

function smallModel(probability: number): IdealModel {
  if (probability !== antiprismProbability) return product(smallProducts[probability]!, small.featureCount, 3)
  const fill = { length: small.featureCount }
  return {
    weights: matrixFromRows(
      Array.from(fill, (_, i) => [0, 1, 2].map((k) => bestAntiprism.weights.values[3 * i + k] ?? 0)),
    ),
    bias: Array.from(fill, (_, i) => bestAntiprism.bias[i] ?? 0),
  }
}

function wideModel(probability: number, n: number, m: number): IdealModel {
  const loss = leastLoss(n, m, probability, bestKnown)
  if (probability >= 0.25) {
    const name = probability > 0.65 ? 'dedicated' : probability > 0.57 ? 'triangle' : 'digon'
    const { radius, bias } = name === 'dedicated' ? { radius: 1, bias: 0 } : polytopeOptimum(name, probability)
    const factors = times(name, m / shapes[name][0]!.length)
    return { ...product(factors, n, m, radius, { learned: bias, others: probability / 2 }), loss }
  }
  if (probability > 0.1) return { ...product(times('pentagon', m / 2), n, m), ...unlike(loss) }
  // Sparser than pentagons: eight directions in three dimensions, long ones, as many features as independent runs learn.
  const longest = Math.sqrt(m / 0.135 / (8 * (m / 3)))
  return { ...product(times('square antiprism', m / 3), n, m, probability < 0.1 ? longest : 1.2), ...unlike(loss) }
}

/** The loss of better models than these, which no weights are known of: any other loss is as good. */
function unlike(loss: number): Pick<IdealModel, 'loss' | 'lossStandardError'> {
  return { loss, lossStandardError: 10 * loss }
}

function times(shape: Shape, count: number): readonly Shape[] {
  return new Array<Shape>(count).fill(shape)
}

/** Factors one after the other; features beyond them at 0. */
function product(
  factors: readonly Shape[],
  featureCount: number,
  hiddenSize: number,
  scale = 1,
  bias = { learned: 0, others: 0 },
): IdealModel {
  const rows: number[][] = []
  let first = 0
  for (const factor of factors) {
    const corners: Rows = shapes[factor]
    for (const corner of corners) {
      rows.push(Array.from({ length: hiddenSize }, (_, k) => scale * (corner[k - first] ?? 0)))
    }
    first += corners[0]!.length
  }
  const learned = rows.length
  while (rows.length < featureCount) rows.push(new Array<number>(hiddenSize).fill(0))
  return { weights: matrixFromRows(rows), bias: rows.map((_, i) => (i < learned ? bias.learned : bias.others)) }
}

function ring(corners: number, length: number, turn = 0): Rows {
  return Array.from({ length: corners }, (_, k) => {
    const angle = 2 * Math.PI * (k / corners + turn)
    return [length * Math.cos(angle), length * Math.sin(angle)]
  })
}
