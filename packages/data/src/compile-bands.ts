/** Puts units of small probability into bands, with count tables and acceptance limits; part of `compile-law.ts`. */
import { type CountTable, countTable } from './count-table.js'
import { denseProbability, eventLimit } from './event.js'
import type { Bands } from './plan.js'

/** One band before it is laid out flat. */
export interface Band {
  readonly units: Uint32Array
  readonly acceptanceLimits: Uint32Array
  readonly thinned: boolean
  readonly counts: CountTable
}

/** Units by how they are drawn: one word each, or as candidates of bands. Units of probability 0 are in neither. */
export interface Division {
  readonly dense: Uint32Array
  /** `[dense unit]`: the event happens when word ≤ limit. */
  readonly denseLimits: Uint32Array
  readonly bands: readonly Band[]
}

/**
 * Divides units by their probability: from 1/8 up dense, below it in bands of equal binary order of magnitude,
 * 2⁻⁽ᵇ⁺¹⁾ ≤ p < 2⁻ᵇ for b from 3 to 31, rising. The order of the units is kept.
 *
 * @param probabilities `[unit]`, each 0 or from 2⁻³² to 1.
 */
export function divide(probabilities: Float64Array): Division {
  const sizes = new Uint32Array(32)
  for (const probability of probabilities) if (probability > 0) sizes[binaryOrder(probability)]!++
  const unitsByOrder = Array.from(sizes, (size) => new Uint32Array(size))
  const nextPositions = new Uint32Array(32)
  for (let unit = 0; unit < probabilities.length; unit++) {
    const probability = probabilities[unit]!
    if (probability === 0) continue
    const order = binaryOrder(probability)
    unitsByOrder[order]![nextPositions[order]!++] = unit
  }
  const [dense, ...sparse] = unitsByOrder
  const bands = sparse.filter((units) => units.length > 0).map((units) => bandOf(units, probabilities))
  return { dense: dense!, denseLimits: dense!.map((unit) => eventLimit(probabilities[unit]!)), bands }
}

/** A band of all features from which `activeCount` are always taken. */
export function certainBand(featureCount: number, activeCount: number): Band {
  return {
    units: new Uint32Array(featureCount).map((_, feature) => feature),
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

function bandOf(units: Uint32Array, probabilities: Float64Array): Band {
  let largest = 0
  let smallest = 1
  for (const unit of units) {
    largest = Math.max(largest, probabilities[unit]!)
    smallest = Math.min(smallest, probabilities[unit]!)
  }
  return {
    units,
    acceptanceLimits: units.map((unit) => eventLimit(probabilities[unit]! / largest)),
    thinned: smallest < largest,
    counts: countTable(units.length, largest),
  }
}

/** b with 2⁻⁽ᵇ⁺¹⁾ ≤ p < 2⁻ᵇ for probabilities below 1/8, else 0. */
function binaryOrder(probability: number): number {
  if (probability >= denseProbability) return 0
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
