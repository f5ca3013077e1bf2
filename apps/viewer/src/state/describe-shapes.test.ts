import { expect, test } from 'vitest'
import { describeShapes } from './describe-shapes.js'

/** Five vectors by length and angle in turns. */
const weights = (...vectors: readonly (readonly [number, number])[]) => ({
  weights: vectors.flatMap(([length, turn]) => [
    length * Math.cos(2 * Math.PI * turn),
    length * Math.sin(2 * Math.PI * turn),
  ]),
})

test('a pentagon is called one', () => {
  expect(describeShapes(weights([1, 0], [1, 0.4], [1, 0.8], [1, 0.2], [1, 0.6]))).toBe('pentagon of 1, 2, 3, 4 and 5')
})

test('a square is two digons', () => {
  expect(describeShapes(weights([1, 0], [1, 0.25], [1, 0.5], [1, 0.75], [0.01, 0.1]))).toBe(
    'square: digon of 1 and 3, digon of 2 and 4',
  )
})

test('two features at right angles have a dimension each', () => {
  expect(describeShapes(weights([1, 0], [1, 0.25], [0, 0], [0, 0], [0, 0]))).toBe(
    '1 alone in a dimension, 2 alone in a dimension',
  )
})

test('what is no shape is not given the name of one', () => {
  expect(describeShapes(weights([1, 0], [1, 0.1], [1, 0.3], [0.1, 0], [0.1, 0]))).toBe('no regular shape: 1, 2 and 3')
  expect(describeShapes(weights([0.3, 0], [0.3, 0.1], [0.3, 0.3], [0.1, 0], [0.1, 0]))).toBe(
    'no feature is longer than one half',
  )
})
