/** Turns one solution onto another where sets, and the features of a set, are interchangeable. */
import { type Matrix, matrix, row } from '@digon/matrix'
import { type Alignment, alignSolutions } from '@digon/metrics'

/**
 * Of all orders of the sets and of the features in each, and of all rotations and reflections, what brings the weights nearest to
 * the target. For few features: setCount! × (setSize!)^setCount orders are tried, 48 for three pairs.
 *
 * @param weights `[feature, hidden]`, sets one after the other.
 * @param target of the same shape.
 */
export function alignBySets(weights: Matrix, target: Matrix, setSize: number): Alignment {
  let best: Alignment | undefined
  for (const order of setOrders(weights.rows / setSize, setSize)) {
    const values = Float64Array.from(order.flatMap((feature) => [...row(weights, feature)]))
    const alignment = alignSolutions(matrix(weights.rows, weights.columns, values), target)
    if (best === undefined || alignment.distance < best.distance) best = alignment
  }
  return best!
}

function setOrders(setCount: number, setSize: number): readonly (readonly number[])[] {
  const inside = permutations(setSize)
  return permutations(setCount).flatMap((sets) => {
    let orders: readonly (readonly number[])[] = [[]]
    for (const set of sets) {
      orders = orders.flatMap((order) =>
        inside.map((places) => [...order, ...places.map((place) => set * setSize + place)]),
      )
    }
    return orders
  })
}

function permutations(count: number): readonly (readonly number[])[] {
  if (count === 0) return [[]]
  return permutations(count - 1).flatMap((rest) =>
    Array.from({ length: count }, (_, place) => rest.toSpliced(place, 0, count - 1)),
  )
}
