import { expect, test } from 'vitest'
import { matrix, matrixFromRows, selectRows, toRows } from './index.js'

test('builds float64 matrices from rows of equal length', () => {
  expect([
    ...matrixFromRows([
      [1, 2],
      [3, 4],
      [5, 6],
    ]).values,
  ]).toEqual([1, 2, 3, 4, 5, 6])
  expect(() => matrixFromRows([[1, 2], [3]])).toThrow('invalid row 1: 1 numbers; expected 2, as in row 0')
})

test('rows become plain lists that JSON keeps, and matrixFromRows takes them back', () => {
  const of = matrix(3, 2, new Float32Array([1, 2, 3, 4, 5, 0.5]))
  const rows = toRows(of)
  expect(JSON.stringify(rows)).toBe('[[1,2],[3,4],[5,0.5]]')
  expect([...matrixFromRows(rows).values]).toEqual([...of.values])
  rows[0]![0] = 9
  expect(of.values[0]).toBe(1)
  expect(toRows(matrix(2, 0, new Float64Array()))).toEqual([[], []])
})

test('rows are selected in the order of the indices, as a copy of the same number type', () => {
  const of = matrix(3, 2, new Float32Array([1, 2, 3, 4, 5, 6]))
  const selected = selectRows(of, [2, 0, 2])
  expect(selected).toEqual({ rows: 3, columns: 2, values: new Float32Array([5, 6, 1, 2, 5, 6]) })
  selected.values[0] = 9
  expect(of.values[4]).toBe(5)
  expect(selectRows(of, Int32Array.of())).toEqual({ rows: 0, columns: 2, values: new Float32Array(0) })
  expect(selectRows(matrixFromRows([[1]]), [0]).values).toBeInstanceOf(Float64Array)
  expect(() => selectRows(of, [0, 3])).toThrow('invalid row index: 3; expected an integer from 0 to 2')
})
