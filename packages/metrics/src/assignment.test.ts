import { matrix } from '@digon/matrix'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cheapestAssignment } from './assignment.js'

const problem = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 2 })).chain(([rows, more]) =>
  fc.tuple(
    fc.constant(rows),
    fc.constant(rows + more),
    fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -9, max: 9, noNaN: true })), {
      minLength: rows * (rows + more),
      maxLength: rows * (rows + more),
    }),
  ),
)

test('no other assignment is cheaper, and no column is used twice', () => {
  fc.assert(
    fc.property(problem, ([rows, columns, values]) => {
      const found = Array.from(cheapestAssignment(matrix(rows, columns, Float64Array.from(values))))
      expect(new Set(found).size).toBe(rows)
      const cost = (chosen: readonly number[]) => chosen.reduce((sum, j, i) => sum + values[i * columns + j]!, 0)
      const least = Math.min(...injections(rows, columns).map(cost))
      expect(cost(found)).toBeLessThanOrEqual(least + 1e-9)
    }),
    { seed: 1, numRuns: 400 },
  )
})

test('of three hundred rows the assignment that was hidden in the costs is found', () => {
  const size = 300
  const hidden = Int32Array.from({ length: size }, (_, i) => (i * 7 + 3) % size)
  // Prices of rows and columns change no assignment's rank; hidden places alone cost nothing on top.
  const values = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      values[i * size + j] = ((i * 31) % 17) + ((j * 13) % 23) + (hidden[i] === j ? 0 : 1 + ((i + 3 * j) % 5))
    }
  }
  expect(cheapestAssignment(matrix(size, size, values))).toEqual(hidden)
})

function injections(rows: number, columns: number): number[][] {
  if (rows === 0) return [[]]
  return injections(rows - 1, columns).flatMap((chosen) =>
    Array.from({ length: columns }, (_, j) => j)
      .filter((j) => !chosen.includes(j))
      .map((j) => [...chosen, j]),
  )
}
