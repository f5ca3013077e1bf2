/**
 * Searches for the order of features, within groups, that brings one solution nearest to another, where trying all orders would
 * take too long. Which orders there are is `exchangeable-orders.ts`.
 */
import { dot, type Matrix, matrix, multiply, row, selectRows } from '@digon/matrix'
import { type Alignment, alignSolutions } from './align-solutions.js'
import { cheapestAssignment } from './assignment.js'
import { identityOrder } from './exchangeable-orders.js'
import { spanningRows } from './spanning-rows.js'
import { scaledMatrix } from './unit-rows.js'

/** An alignment, with the order of the features in which it was found. */
export interface ExchangeableAlignment extends Alignment {
  /** `[feature]`: row i of `aligned` is feature `order[i]` of the weights, turned. */
  readonly order: Int32Array
}

/** More starting points than this are refused. */
const mostStarts = 20_000

/**
 * Each choice of features for a basis of the target is tried as a start, then matching and turning take turns until neither
 * helps: a copy is always found. Of unrelated random solutions the result was the nearest of all orders in 97 of 100 cases
 * (6 features in 2 dimensions) and never more than 3 % farther.
 *
 * @param groupOf `[feature]`: the number of its group, or −1.
 * @throws {RangeError} when more than 20,000 starts were needed.
 */
export function searchOrders(weights: Matrix, target: Matrix, groupOf: Int32Array): ExchangeableAlignment {
  let best: ExchangeableAlignment = { ...alignSolutions(weights, target), order: identityOrder(weights.rows) }
  const basis = spanningRows(target)
  checkStarts(basis, groupOf)
  for (const chosen of choices(basis, groupOf)) {
    const start = alignSolutions(selectRows(weights, chosen), selectRows(target, basis))
    const found = settle(weights, target, start.rotation, groupOf)
    if (found.distance < best.distance) best = found
  }
  return best
}

/** Matching and turning in turns, from a rotation, as long as the distance falls. */
function settle(weights: Matrix, target: Matrix, rotation: Matrix, groupOf: Int32Array): ExchangeableAlignment {
  let turn = rotation
  let best: ExchangeableAlignment | undefined
  for (;;) {
    const order = nearestOrder(weights, target, turn, groupOf)
    const found = alignSolutions(selectRows(weights, order), target)
    if (best !== undefined && found.distance >= best.distance * (1 - 1e-12)) return best
    best = { ...found, order }
    turn = found.rotation
  }
}

/** Within each group the matching of turned weights with targets that has the least sum of squared distances. */
function nearestOrder(weights: Matrix, target: Matrix, turn: Matrix, groupOf: Int32Array): Int32Array {
  // In units of their own: the sizes of the two change no matching.
  const turned = multiply(scaledMatrix(weights).scaled, turn)
  const goal = scaledMatrix(target).scaled
  const order = identityOrder(weights.rows)
  for (let group = 0; group <= Math.max(...groupOf); group++) {
    const members = order.filter((feature) => groupOf[feature] === group)
    if (members.length < 2) continue
    const costs = new Float64Array(members.length ** 2)
    for (const [i, position] of members.entries()) {
      for (const [j, feature] of members.entries()) {
        costs[i * members.length + j] = -dot(row(goal, position), row(turned, feature))
      }
    }
    const matched = cheapestAssignment(matrix(members.length, members.length, costs))
    for (const [i, position] of members.entries()) order[position] = members[matched[i]!]!
  }
  return order
}

/** Every way to give each basis feature of the target a different feature of the weights out of the same group. */
function* choices(basis: readonly number[], groupOf: Int32Array): Generator<number[]> {
  const candidates = basis.map((feature) =>
    identityOrder(groupOf.length).filter((other) => mayExchange(feature, other, groupOf)),
  )
  const used = new Set<number>()
  const chosen: number[] = []
  function* from(depth: number): Generator<number[]> {
    if (depth === basis.length) {
      yield [...chosen]
      return
    }
    for (const feature of candidates[depth]!) {
      if (used.has(feature)) continue
      used.add(feature)
      chosen[depth] = feature
      yield* from(depth + 1)
      used.delete(feature)
    }
  }
  yield* from(0)
}

const mayExchange = (a: number, b: number, groupOf: Int32Array): boolean =>
  a === b || (groupOf[a]! >= 0 && groupOf[a] === groupOf[b])

function checkStarts(basis: readonly number[], groupOf: Int32Array): void {
  const left = new Map<number, number>()
  for (const group of groupOf) left.set(group, (left.get(group) ?? 0) + 1)
  let starts = 1
  for (const feature of basis) {
    const group = groupOf[feature]!
    if (group < 0) continue
    starts *= left.get(group)!
    left.set(group, left.get(group)! - 1)
  }
  if (starts > mostStarts) {
    throw new RangeError(
      `invalid groups: ${starts} starts to try; expected at most ${mostStarts}: fewer or smaller groups`,
    )
  }
}
