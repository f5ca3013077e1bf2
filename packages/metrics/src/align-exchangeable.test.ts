import { type Matrix, matrix, selectRows } from '@digon/matrix'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { alignExchangeable, alignSolutions } from './index.js'
import { polygon, simplex, squareAntiprism, tegumProduct } from './polytopes.js'
import { searchOrders } from './search-orders.js'
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

test('of unrelated solutions the nearest order is found, the same as by trying all', () => {
  const orders = permutations([0, 1, 2, 3, 4])
  for (const [weights, target] of unrelated(40, 5, 2)) {
    const best = Math.min(...orders.map((order) => alignSolutions(reordered(weights, order), target).distance))
    expect(alignExchangeable(weights, target).distance).toBe(best)
  }
})

test('the search for orders too many to try comes within 3 % of the nearest', () => {
  const orders = permutations([0, 1, 2, 3, 4])
  for (const [weights, target] of unrelated(40, 5, 2)) {
    const best = Math.min(...orders.map((order) => alignSolutions(reordered(weights, order), target).distance))
    expect(searchOrders(weights, target, new Int32Array(5)).distance).toBeLessThanOrEqual(best * 1.03)
  }
})

test('all features but one are exchanged as by trying all 24 orders', () => {
  const orders = permutations([0, 1, 3, 4]).map((order) => order.toSpliced(2, 0, 2))
  for (const [weights, target] of unrelated(20, 5, 2)) {
    const best = Math.min(...orders.map((order) => alignSolutions(reordered(weights, order), target).distance))
    const found = alignExchangeable(weights, target, [[0, 1, 3, 4]])
    expect(found.distance).toBe(best)
    expect(found.order[2]).toBe(2)
    expect(alignSolutions(selectRows(weights, found.order), target).aligned).toEqual(found.aligned)
  }
})

test('sets of features, and features within a set, are exchanged as by trying all 48 orders', () => {
  const sets = [
    [0, 1],
    [2, 3],
    [4, 5],
  ]
  const flips = permutations([0, 1])
  const orders = permutations([0, 1, 2]).flatMap((chosen) =>
    flips.flatMap((a) =>
      flips.flatMap((b) => flips.map((c) => [a, b, c].flatMap((flip, i) => flip.map((k) => sets[chosen[i]!]![k]!)))),
    ),
  )
  expect(new Set(orders.map(String)).size).toBe(48)
  for (const [weights, target] of unrelated(20, 6, 2)) {
    const best = Math.min(...orders.map((order) => alignSolutions(reordered(weights, order), target).distance))
    const found = alignExchangeable(weights, target, { sets })
    expect(found.distance).toBe(best)
    expect(alignSolutions(selectRows(weights, found.order), target).aligned).toEqual(found.aligned)
  }
  const [weights] = unrelated(1, 6, 2)[0]!
  const moved = rotated(reordered(weights, [5, 4, 0, 1, 3, 2]), [0.7])
  expect(alignExchangeable(moved, weights, { sets }).distance).toBeLessThan(1e-12)
  expect(alignExchangeable(moved, weights, sets).distance).toBeGreaterThan(0.1)
})

test('sets of different sizes are not exchanged', () => {
  const [weights] = unrelated(1, 3, 2)[0]!
  const swapped = reordered(weights, [1, 2, 0])
  expect(alignExchangeable(swapped, weights, { sets: [[0, 1], [2]] }).order[2]).toBe(2)
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

/** Pairs of matrices of normal numbers, `[feature, hidden]`. */
function unrelated(count: number, rows: number, columns: number): [Matrix, Matrix][] {
  return Array.from({ length: count }, (_, k) => {
    const normal = normalSource(uniformSource((k + 1) * 7919))
    const noise = () => withNoise(matrix(rows, columns, new Float64Array(rows * columns)), 1, normal)
    return [noise(), noise()]
  })
}

function permutations(of: readonly number[]): number[][] {
  if (of.length === 0) return [[]]
  return of.flatMap((first) => permutations(of.filter((other) => other !== first)).map((rest) => [first, ...rest]))
}
