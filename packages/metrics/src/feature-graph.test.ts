import { matrixFromRows } from '@digon/matrix'
import { expect, test } from 'vitest'
import { featureGraph, tegumFactors } from './index.js'
import { polygon, simplex, tegumProduct } from './polytopes.js'
import { rotated } from './testing/rotation.js'

test('edges join features that interfere, with the dot product and the cosine', () => {
  const weights = matrixFromRows([
    [2, 0],
    [-0.6, 0.8],
    [0, 0.1],
    [0, 0.6],
  ])
  const { features, edges } = featureGraph(weights)
  expect(features).toEqual([0, 1, 3])
  expect(edges.map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 3],
  ])
  expect(edges[0]!.weight).toBeCloseTo(1.2, 14)
  expect(edges[0]!.cosine).toBeCloseTo(-0.6, 14)
  expect(edges[1]!.weight).toBeCloseTo(0.48, 14)
  expect(edges[1]!.cosine).toBeCloseTo(0.8, 14)
})

test('thresholds decide who takes part and who is joined', () => {
  const weights = matrixFromRows([
    [1, 0],
    [0.2, 1],
    [0, 0.4],
  ])
  expect(featureGraph(weights, { cosineThreshold: 0.2 }).edges).toEqual([])
  expect(featureGraph(weights, { cosineThreshold: 0.19 }).edges).toHaveLength(1)
  expect(featureGraph(weights, { normThreshold: 0.3 }).features).toEqual([0, 1, 2])
  for (const cosineThreshold of [-0.1, 1, Number.NaN]) {
    expect(() => featureGraph(weights, { cosineThreshold })).toThrow(`invalid cosineThreshold: ${cosineThreshold}`)
  }
  expect(() => tegumFactors(weights, { normThreshold: -1 })).toThrow('invalid threshold: -1')
})

test('factors of a product are found again, also where features of one are tied only through others', () => {
  const weights = rotated(tegumProduct([polygon(8), simplex(1), simplex(3), simplex(1)]), [0.3, 1, 2])
  expect(tegumFactors(weights)).toEqual([
    [0, 1, 2, 3, 4, 5, 6, 7],
    [8, 9],
    [10, 11, 12, 13],
    [14, 15],
  ])
  // A chain: 53° from the first to the third, 37° on to the fourth, 53° to the second; all others are orthogonal.
  expect(
    tegumFactors(
      matrixFromRows([
        [1, 0, 0],
        [0, 0, 1],
        [0.6, 0.8, 0],
        [0, 0.8, -0.6],
      ]),
    ),
  ).toEqual([[0, 1, 2, 3]])
})
