import { matrix, selectRows } from '@digon/matrix'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { alignExchangeable, alignSolutions } from './index.js'
import { polygon, simplex, squareAntiprism, tegumProduct } from './polytopes.js'
import { normalSource, uniformSource, withNoise } from './testing/noise.js'
import { rotated } from './testing/rotation.js'

const angles = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 3 })
const reordered = (of: ReturnType<typeof matrix>, order: readonly number[]) => selectRows(of, order)
const mirrored = (of: ReturnType<typeof matrix>) =>
  matrix(
    of.rows,
    of.columns,
    of.values.map((value, k) => (k % of.columns === 0 ? -value : value)),
  )

test('a copy in any order, turned and mirrored, comes back exactly', () => {
  for (const target of [polygon(5), squareAntiprism(), tegumProduct([simplex(2), simplex(1)])]) {
    const order = fc.shuffledSubarray(
      Array.from({ length: target.rows }, (_, i) => i),
      { minLength: target.rows },
    )
    fc.assert(
      fc.property(order, angles, fc.boolean(), (shuffled, turn, flip) => {
        const turned = rotated(reordered(target, shuffled), turn)
        const found = alignExchangeable(flip ? mirrored(turned) : turned, target)
        expect(found.distance).toBeLessThan(1e-7)
        expect([...found.order].sort()).toEqual([...shuffled].sort())
      }),
      { seed: 4, numRuns: 15 },
    )
  }
})

test('rows that come back are the features of the order, turned', () => {
  const target = withNoise(polygon(4), 0.3, normalSource(uniformSource(9)))
  const { aligned, order, rotation, distance } = alignExchangeable(
    rotated(reordered(target, [2, 0, 3, 1]), [1.1]),
    target,
  )
  expect([...order]).toEqual([1, 3, 0, 2])
  expect(distance).toBeLessThan(1e-12)
  expect(Math.abs(rotation.values[1]!)).toBeCloseTo(Math.sin(1.1), 12)
  for (const [k, value] of aligned.values.entries()) expect(value).toBeCloseTo(target.values[k]!, 12)
})

test('features are exchanged only within their group, and those in none keep their place', () => {
  const target = withNoise(polygon(5), 0.2, normalSource(uniformSource(11)))
  const weights = rotated(reordered(target, [0, 2, 1, 4, 3]), [0.4])
  const within = alignExchangeable(weights, target, [
    [1, 2],
    [3, 4],
  ])
  expect(within.distance).toBeLessThan(1e-12)
  expect([...within.order]).toEqual([0, 2, 1, 4, 3])
  const kept = alignExchangeable(weights, target, [[1, 2]])
  expect([...kept.order.slice(3)]).toEqual([3, 4])
  expect(kept.order[0]).toBe(0)
  expect(kept.distance).toBeGreaterThan(0.1)
  const none = alignExchangeable(weights, target, [])
  expect(none.distance).toBeCloseTo(alignSolutions(weights, target).distance, 12)
})

test('different solutions come as near as the best of all orders', () => {
  const orders = permutations([0, 1, 2, 3, 4])
  for (let seed = 1; seed <= 40; seed++) {
    const normal = normalSource(uniformSource(seed * 7919))
    const noise = (rows: number, columns: number) =>
      withNoise(matrix(rows, columns, new Float64Array(rows * columns)), 1, normal)
    const [weights, target] = [noise(5, 2), noise(5, 2)]
    const best = Math.min(...orders.map((order) => alignSolutions(reordered(weights, order), target).distance))
    expect(alignExchangeable(weights, target).distance).toBeLessThanOrEqual(best * 1.03)
  }
})

test('groups that overlap or name features that are not there, and models that are too large, are refused', () => {
  expect(() => alignExchangeable(polygon(3), polygon(3), [[0, 1], [1]])).toThrow(
    'invalid groups[1]: feature 1 again; expected every feature in one group',
  )
  expect(() => alignExchangeable(polygon(3), polygon(3), [[3]])).toThrow(
    'invalid groups[0]: feature 3; expected an integer from 0 to 2',
  )
  const wide = simplex(9)
  expect(() => alignExchangeable(wide, wide)).toThrow('invalid groups: 3628800 starts to try; expected at most 20000')
  expect(() => alignExchangeable(polygon(3), polygon(4))).toThrow('invalid target: 4 × 2; expected 3 × 2')
})

function permutations(of: readonly number[]): number[][] {
  if (of.length === 0) return [[]]
  return of.flatMap((first) => permutations(of.filter((other) => other !== first)).map((rest) => [first, ...rest]))
}
