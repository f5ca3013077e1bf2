import { expect, test } from 'vitest'
import { dimensionalityClusters, featureDimensionality } from './index.js'
import { polygon, simplex, squareAntiprism, tegumProduct } from './polytopes.js'

const counts = (values: ArrayLike<number>, options = {}) =>
  Object.fromEntries(dimensionalityClusters(values, options).clusters.map(({ name, count }) => [name, count]))

test('the corners of regular shapes are counted at their levels', () => {
  const shapes = tegumProduct([
    simplex(1),
    simplex(1),
    simplex(2),
    simplex(3),
    polygon(5),
    squareAntiprism(),
    polygon(6),
  ])
  const values = featureDimensionality(shapes)
  expect(counts(values)).toEqual({ '1': 0, '3/4': 4, '2/3': 3, '1/2': 4, '2/5': 5, '3/8': 8, '1/3': 6 })
  expect(dimensionalityClusters(values).share).toBe(1)
})

test('a feature between two levels counts once, at the nearer one', () => {
  expect(counts([0.389])).toMatchObject({ '2/5': 1, '3/8': 0 })
  expect(counts([0.386])).toMatchObject({ '2/5': 0, '3/8': 1 })
})

test('features beyond the tolerance lower the share, those on its edge do not', () => {
  const levels = [{ name: 'half', value: 0.5 }]
  const options = { levels, tolerance: 0.125 }
  expect(dimensionalityClusters([0.375, 0.625, 0.626, 0], options)).toEqual({
    clusters: [{ name: 'half', value: 0.5, count: 2 }],
    share: 0.5,
  })
  expect(dimensionalityClusters([], options).share).toBe(1)
})

test('wrong numbers are refused by their place', () => {
  expect(() => dimensionalityClusters([0.5, Number.NaN])).toThrow('invalid dimensionalities[1]: NaN')
  expect(() => dimensionalityClusters([], { tolerance: -0.1 })).toThrow('invalid tolerance: -0.1')
  expect(() => dimensionalityClusters([], { tolerance: Number.NaN })).toThrow('invalid tolerance: NaN')
  expect(() => dimensionalityClusters([], { levels: [] })).toThrow('invalid levels: none; expected at least one')
})
