import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkFinite, matrix, matrixFromRows, row, ShapeError, transpose } from './index.js'

test('a matrix keeps the block it is given and refuses one of another length', () => {
  const block = new Float32Array([1, 2, 3, 4, 5, 6])
  expect(matrix(2, 3, block).values).toBe(block)
  expect(() => matrix(2, 2, block, 'weights')).toThrow('invalid weights: 6 numbers; expected 2 × 2 = 4')
})

test('rows and columns must be counts', () => {
  for (const wrong of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => matrix(wrong, 1, new Float64Array(1))).toThrow(ShapeError)
    expect(() => matrix(1, wrong, new Float64Array(1))).toThrow(ShapeError)
  }
})

test('a row is a view of its own numbers, and a row that is not there is refused', () => {
  const m = matrixFromRows([
    [1, 2],
    [3, 4],
  ])
  expect([...row(m, 1)]).toEqual([3, 4])
  expect(row(m, 1).buffer).toBe(m.values.buffer)
  expect(() => row(m, 2)).toThrow('invalid row index: 2; expected an integer from 0 to 1')
})

test('transposing swaps the axes, keeps the number type and leaves the original alone', () => {
  const m = matrix(2, 3, new Float32Array([1, 2, 3, 4, 5, 6]))
  const t = transpose(m)
  expect(t).toEqual({ rows: 3, columns: 2, values: new Float32Array([1, 4, 2, 5, 3, 6]) })
  expect([...m.values]).toEqual([1, 2, 3, 4, 5, 6])
})

test('a number that is not finite is named by its place', () => {
  expect(() =>
    checkFinite(
      matrixFromRows([
        [0, 1],
        [Number.NaN, 3],
      ]),
      'weights',
    ),
  ).toThrow('invalid weights[1, 0]: NaN; expected a finite number')
  expect(() => checkFinite(matrixFromRows([[0, 1]]))).not.toThrow()
})

test('transposing twice gives any matrix back', () => {
  const matrices = fc
    .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }))
    .chain(([rows, columns]) =>
      fc
        .array(fc.double({ noNaN: true }), { minLength: rows * columns, maxLength: rows * columns })
        .map((values) => matrix(rows, columns, Float64Array.from(values))),
    )
  fc.assert(
    fc.property(matrices, (m) => {
      expect(transpose(transpose(m))).toEqual(m)
    }),
    { seed: 1, numRuns: 100 },
  )
})
