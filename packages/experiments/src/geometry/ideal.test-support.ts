/** Products of the shapes that the paper names, in orthogonal subspaces. */
import { matrixFromRows } from '@digon/matrix'
import { polytopeOptimum } from '@digon/theory'
import type { Ideal, IdealModel } from '../vocabulary/ideal.test-support.js'
import type { geometry } from './geometry.js'
import { antiprismProbability, geometrySettings } from './settings.js'

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
const digonRadius = polytopeOptimum('digon', 0.3).radius
const bestAntiprism = polytopeOptimum('square antiprism', antiprismProbability).model
const smallProducts: readonly (readonly Shape[])[] = [
  ['tetrahedron'],
  ['triangle', 'digon'],
  ['pentagon', 'digon'],
  ['square antiprism'],
]

export const ideal: Ideal<ReturnType<typeof geometry.description.plan>> = {
  wide: (probability) => wideModel(probability, wide.featureCount, wide.hiddenSize),
  halfDimensions: (probability) => wideModel(probability, wide.featureCount, wide.hiddenSize / 2),
  halfFeatures: (probability) => wideModel(probability, wide.featureCount / 2, wide.hiddenSize),
  small: (probability, _, restart) => {
    if (probability === 0.4) return product(times('digon', 3), small.featureCount, 3)
    if (probability !== antiprismProbability || restart % 4 < 3)
      return product(smallProducts[restart % 4]!, small.featureCount, 3)
    const fill = { length: small.featureCount }
    return {
      weights: matrixFromRows(
        Array.from(fill, (_, i) => [0, 1, 2].map((k) => bestAntiprism.weights.values[3 * i + k] ?? 0)),
      ),
      bias: Array.from(fill, (_, i) => bestAntiprism.bias[i] ?? 0),
    }
  },
}

function wideModel(probability: number, n: number, m: number): IdealModel {
  if (probability > 0.57) return product(times('dedicated', m), n, m)
  if (probability >= 0.25) return product(times('digon', m), n, m, digonRadius)
  if (probability > 0.1) return product(times('pentagon', m / 2), n, m)
  // Sparser than pentagons: eight directions in three dimensions, long ones.
  return product(times('square antiprism', m / 3), n, m, 1.2)
}

function times(shape: Shape, count: number): readonly Shape[] {
  return new Array<Shape>(count).fill(shape)
}

/** Factors one after the other; features beyond them at 0. */
function product(factors: readonly Shape[], featureCount: number, hiddenSize: number, scale = 1): IdealModel {
  const rows: number[][] = []
  let first = 0
  for (const factor of factors) {
    const corners: Rows = shapes[factor]
    for (const corner of corners) {
      rows.push(Array.from({ length: hiddenSize }, (_, k) => scale * (corner[k - first] ?? 0)))
    }
    first += corners[0]!.length
  }
  while (rows.length < featureCount) rows.push(new Array<number>(hiddenSize).fill(0))
  return { weights: matrixFromRows(rows) }
}

function ring(corners: number, length: number, turn = 0): Rows {
  return Array.from({ length: corners }, (_, k) => {
    const angle = 2 * Math.PI * (k / corners + turn)
    return [length * Math.cos(angle), length * Math.sin(angle)]
  })
}
