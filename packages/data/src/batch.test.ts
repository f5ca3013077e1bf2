import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromDense, sliceBatch, toDense } from './batch.js'
import { InvalidBatchError } from './invalid-batch-error.js'

test('a dense block becomes offsets, ascending features and float32 values, zeros left out', () => {
  const batch = fromDense([0, 0.5, 0, 0, 0, 0, -2, 0, 0.1], 3, 3)
  expect(batch).toEqual({
    sampleCount: 3,
    featureCount: 3,
    offsets: Uint32Array.of(0, 1, 1, 3),
    features: Uint32Array.of(1, 0, 2),
    values: Float32Array.of(0.5, -2, 0.1),
  })
})

test('a sparse batch laid out dense has its values in their places and 0 elsewhere', () => {
  const dense = toDense({
    sampleCount: 2,
    featureCount: 4,
    offsets: Uint32Array.of(0, 2, 3),
    features: Uint32Array.of(1, 3, 0),
    values: Float32Array.of(0.25, -1, 8),
  })
  expect(dense).toEqual(Float32Array.of(0, 0.25, 0, -1, 8, 0, 0, 0))
})

test('dense to sparse to dense changes nothing', () => {
  const value = fc.oneof(fc.constant(0), fc.float({ noNaN: true }))
  fc.assert(
    fc.property(fc.nat({ max: 5 }), fc.nat({ max: 5 }), fc.array(value, { minLength: 25 }), (rows, columns, values) => {
      const dense = Float32Array.from(values.slice(0, rows * columns), (value) => value + 0)
      expect(toDense(fromDense(dense, rows, columns))).toEqual(dense)
    }),
    { seed: 1, numRuns: 200 },
  )
})

test('numbers that float32 rounds to 0 are left out like zeros', () => {
  expect(fromDense([1e-60, 1], 1, 2).features).toEqual(Uint32Array.of(1))
})

test('a block of another length is refused with both lengths', () => {
  expect(() => fromDense([1, 2, 3], 2, 2)).toThrow(InvalidBatchError)
  expect(() => fromDense([1, 2, 3], 2, 2)).toThrow('invalid batch: 3 numbers; expected 2 × 2 = 4')
})

test('a slice has the samples of its range, as far as there are any; all of them are the batch itself', () => {
  const dense = [0, 0.5, 0, 0, 0, 0, -2, 0, 0.25]
  const batch = fromDense(dense, 3, 3)
  for (const [first, end] of [
    [0, 1],
    [1, 3],
    [2, 9],
    [1, 1],
  ] as const) {
    const rows = dense.slice(3 * first, 3 * end)
    expect(sliceBatch(batch, first, end), `${first} to ${end}`).toEqual(fromDense(rows, rows.length / 3, 3))
  }
  expect(sliceBatch(batch, 5, 7)).toEqual(fromDense([], 0, 3))
  expect(sliceBatch(batch, 0, 3)).toBe(batch)
})
