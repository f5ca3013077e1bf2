/**
 * Turns one solution onto another when some features may also be exchanged: equal features end in any order. With a fixed order it
 * is `alignSolutions`. Large groups are searched by `search-orders.ts`.
 */
import { type Matrix, selectRows } from '@digon/matrix'
import { alignSolutions } from './align-solutions.js'
import { groupOrderCount, groupOrders, identityOrder, setOrders } from './exchangeable-orders.js'
import { type ExchangeableAlignment, searchOrders } from './search-orders.js'

/** Sets of features that may be exchanged as wholes with sets of the same size, and within which features may be exchanged. */
export interface ExchangeableSets {
  readonly sets: readonly (readonly number[])[]
}

/** Up to this many orders of features within groups, 7!, all of them are tried. */
const mostOrders = 5040

/** More sets than this are refused. */
const mostSets = 6

/**
 * The rotation or reflection of the hidden space, and the order of features, that bring the weights nearest to the target. Exact
 * for up to 5,040 orders within groups, for example one group of 7 features or three of 3; beyond, a copy is still found
 * exactly, and the nearest of other solutions in nearly all cases.
 *
 * @param weights `[feature, hidden]`.
 * @param target of the same shape.
 * @param groups lists of features that may be exchanged with each other; or, as `{ sets }`, lists of features that may also change
 * places as wholes. A feature in none of them keeps its row. Default: all features are one group.
 * @throws {ShapeError} when a number is not finite or the shapes differ.
 * @throws {RangeError} when a feature is in two groups or not there, there are more than 6 sets, or the groups are so large that
 * more than 20,000 starts were needed.
 */
export function alignExchangeable(
  weights: Matrix,
  target: Matrix,
  groups: readonly (readonly number[])[] | ExchangeableSets = [[...identityOrder(weights.rows)]],
): ExchangeableAlignment {
  const within = 'sets' in groups ? groups.sets : groups
  const groupOf = groupNumbers(within, weights.rows)
  if (!('sets' in groups)) return alignGroups(weights, target, within, groupOf)
  if (within.length > mostSets) {
    throw new RangeError(`invalid groups: ${within.length} sets; expected at most ${mostSets}`)
  }
  return nearest(
    setOrders(within, weights.rows).map((arrangement) => {
      const found = alignGroups(selectRows(weights, arrangement), target, within, groupOf)
      return { ...found, order: found.order.map((feature) => arrangement[feature]!) }
    }),
  )
}

function alignGroups(
  weights: Matrix,
  target: Matrix,
  groups: readonly (readonly number[])[],
  groupOf: Int32Array,
): ExchangeableAlignment {
  if (groupOrderCount(groups) > mostOrders) return searchOrders(weights, target, groupOf)
  const orders = [...groupOrders(groups, weights.rows)]
  return nearest(orders.map((order) => ({ ...alignSolutions(selectRows(weights, order), target), order })))
}

/** The first of those that are nearest. */
function nearest(alignments: readonly ExchangeableAlignment[]): ExchangeableAlignment {
  return alignments.reduce((best, each) => (each.distance < best.distance ? each : best))
}

/** `[feature]`: the number of its group, or −1. */
function groupNumbers(groups: readonly (readonly number[])[], featureCount: number): Int32Array {
  const groupOf = new Int32Array(featureCount).fill(-1)
  for (const [group, features] of groups.entries()) {
    for (const feature of features) {
      if (!(Number.isInteger(feature) && feature >= 0 && feature < featureCount)) {
        throw new RangeError(
          `invalid groups[${group}]: feature ${feature}; expected an integer from 0 to ${featureCount - 1}`,
        )
      }
      if (groupOf[feature] !== -1) {
        throw new RangeError(`invalid groups[${group}]: feature ${feature} again; expected every feature in one group`)
      }
      groupOf[feature] = group
    }
  }
  return groupOf
}
