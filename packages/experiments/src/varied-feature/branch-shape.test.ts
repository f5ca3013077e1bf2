import { polygonModel } from '@digon/theory'
import { expect, test } from 'vitest'
import { branchShape } from './branch-shape.js'

const pentagon = polygonModel({ featureCount: 5, corners: 5, radius: 1.134 }).weights
const square = polygonModel({ featureCount: 5, corners: 4 }).weights

test('a model is on a branch by what it keeps and how it lies', () => {
  const { name, angleToNeighbors } = branchShape(pentagon)
  expect(name).toBe('pentagon')
  expect(angleToNeighbors).toBeCloseTo(72, 9)
  expect(branchShape(square).name).toBe('square')
})

test('a pentagon without a corner is no branch, whichever corner it is', () => {
  const without = (feature: number) => {
    const values = Float64Array.from(pentagon.values, (value, k) => (k >> 1 === feature ? 0 : value))
    return branchShape({ ...pentagon, values }).name
  }
  expect(without(0)).toBe('another left out')
  expect(without(4)).toBe('other')
})
