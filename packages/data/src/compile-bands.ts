/** Puts units of small probability into bands, with count tables and acceptance limits; part of `compile-law.ts`. */
import { type CountTable, countTable } from './count-table.js'
import { eventLimit } from './event.js'
import type { Bands } from './plan.js'

/** One band before it is laid out flat. */
export interface Band {
  readonly units: Uint32Array
  readonly acceptanceLimits: Uint32Array
  readonly thinned: boolean
  readonly counts: CountTable
}

/**
 * Bands of equal binary order of magnitude: 2⁻⁽ᵇ⁺¹⁾ ≤ p < 2⁻ᵇ for b from 3 to 31, rising.
 *
 * @param units in the order in which they count inside a band.
 * @param probabilities `[unit index in units]`, each from 2⁻³² to 1/8, the latter excluded.
 */
export function bandsOf(units: ArrayLike<number>, probabilities: ArrayLike<number>): Band[] {
  const membersByOrder: number[][] = []
  for (let index = 0; index < units.length; index++) {
    const order = binaryOrder(probabilities[index]!)
    const members = membersByOrder[order] ?? []
    membersByOrder[order] = members
    members.push(index)
  }
  const bands: Band[] = []
  for (const members of membersByOrder) {
    if (members !== undefined) bands.push(bandOf(members, units, probabilities))
  }
  return bands
}

/** A band of all features from which `activeCount` are always taken. */
export function certainBand(featureCount: number, activeCount: number): Band {
  return {
    units: Uint32Array.from({ length: featureCount }, (_, feature) => feature),
    acceptanceLimits: new Uint32Array(featureCount).fill(eventLimit(1)),
    thinned: false,
    counts: { leastCount: activeCount, thresholds: new Uint32Array(0) },
  }
}

/** The bands one after the other, in flat tables. */
export function layOut(bands: readonly Band[]): Bands {
  return {
    starts: startsOf(bands.map((band) => band.units.length)),
    units: concatenate(bands.map((band) => band.units)),
    acceptanceLimits: concatenate(bands.map((band) => band.acceptanceLimits)),
    thinned: Uint32Array.from(bands, (band) => (band.thinned ? 1 : 0)),
    leastCounts: Uint32Array.from(bands, (band) => band.counts.leastCount),
    countStarts: startsOf(bands.map((band) => band.counts.thresholds.length)),
    countThresholds: concatenate(bands.map((band) => band.counts.thresholds)),
  }
}

/** `[part + 1]`: where each part begins when parts of these lengths follow one another, and where the last one ends. */
export function startsOf(lengths: readonly number[]): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1)
  for (const [part, length] of lengths.entries()) starts[part + 1] = starts[part]! + length
  return starts
}

function bandOf(members: readonly number[], units: ArrayLike<number>, probabilities: ArrayLike<number>): Band {
  let largest = 0
  let smallest = 1
  for (const index of members) {
    largest = Math.max(largest, probabilities[index]!)
    smallest = Math.min(smallest, probabilities[index]!)
  }
  return {
    units: Uint32Array.from(members, (index) => units[index]!),
    acceptanceLimits: Uint32Array.from(members, (index) => eventLimit(probabilities[index]! / largest)),
    thinned: smallest < largest,
    counts: countTable(members.length, largest),
  }
}

/** b with 2⁻⁽ᵇ⁺¹⁾ ≤ p < 2⁻ᵇ. */
function binaryOrder(probability: number): number {
  let order = 3
  for (let least = 2 ** -4; probability < least; least /= 2) order++
  return order
}

function concatenate(parts: readonly Uint32Array[]): Uint32Array {
  const whole = new Uint32Array(parts.reduce((length, part) => length + part.length, 0))
  let start = 0
  for (const part of parts) {
    whole.set(part, start)
    start += part.length
  }
  return whole
}
