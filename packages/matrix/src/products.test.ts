import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dot, matrix, matrixFromRows, multiply, toRows, transpose } from './index.js'

test('a dot product sums from the first pair to the last', () => {
  expect(dot([1, 2, 3], Float64Array.of(4, 5, 6))).toBe(32)
  expect(dot([], [])).toBe(0)
  // In another order the 1 would survive.
  expect(dot([1, 1e16, -1e16], [1, 1, 1])).toBe(0)
  expect(() => dot([1], [1, 2])).toThrow('invalid dot product: 1 and 2 numbers; expected equal lengths')
})

test('a matrix product has the rows of the first and the columns of the second', () => {
  const a = matrixFromRows([
    [1, 2, 3],
    [4, 5, 6],
  ])
  const b = matrixFromRows([
    [7, 8],
    [9, 10],
    [11, 12],
  ])
  expect(toRows(multiply(a, b))).toEqual([
    [58, 64],
    [139, 154],
  ])
  expect(() => multiply(a, a)).toThrow(
    'invalid matrix product: 3 columns times 2 rows; expected as many columns as rows',
  )
  expect(multiply(matrix(2, 0, new Float64Array()), matrix(0, 1, new Float64Array()))).toEqual(
    matrixFromRows([[0], [0]]),
  )
})

test('the product of float32 matrices is summed and kept in float64', () => {
  const third = Math.fround(1 / 3)
  const a = matrix(1, 2, Float32Array.of(third, third))
  expect([...multiply(a, transpose(a)).values]).toEqual([third * third + third * third])
})

test('every entry is the dot product of a row and a column, bit for bit', () => {
  const number = fc.double({ min: -1e3, max: 1e3, noNaN: true })
  const list = fc.array(number, { minLength: 12, maxLength: 12 })
  fc.assert(
    fc.property(list, list, (left, right) => {
      const a = matrix(3, 4, Float64Array.from(left))
      const b = matrix(4, 3, Float64Array.from(right))
      const columns = toRows(transpose(b))
      expect(toRows(multiply(a, b))).toEqual(toRows(a).map((row) => columns.map((column) => dot(row, column))))
    }),
    { seed: 1, numRuns: 100 },
  )
})

test('W Wᵀ and WᵀW are exactly symmetric', () => {
  const weights = matrix(3, 2, Float64Array.of(0.1, 0.7, -0.3, 1 / 3, 1e-9, 0.9))
  for (const gram of [multiply(weights, transpose(weights)), multiply(transpose(weights), weights)]) {
    expect(transpose(gram)).toEqual(gram)
  }
})
