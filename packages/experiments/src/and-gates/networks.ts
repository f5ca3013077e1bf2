/**
 * Random networks. By the exact law a network of any size takes O(k) random numbers: with H ~ χ²_d/d and σ = √(kH/d) the active reads
 * are H + σ(Z_i − mean Z), the inactive ones σW_j, and of those only the two largest matter. Networks with all their columns drawn
 * show that the law is exact.
 */
import { normalQuantile } from '@digon/data'
import type { RandomStream } from '../vocabulary/random-stream.js'
import type { Sizes } from './law.js'

/** The reads ⟨e_i, u⟩ that decide whether any gate errs. */
export interface Reads {
  readonly leastActive: readonly [number, number]
  readonly mostActive: number
  readonly mostInactive: readonly [number, number]
}

/** Which kinds of gates all give the right answer: those with two active inputs, with one, with none. */
export interface RightGates {
  readonly two: boolean
  readonly one: boolean
  readonly none: boolean
}

/** Whether each kind of gate is right everywhere at this bias. */
export function rightGates({ leastActive, mostActive, mostInactive }: Reads, theta: number): RightGates {
  return {
    two: leastActive[0] + leastActive[1] > theta,
    one: mostActive + mostInactive[0] <= theta,
    none: mostInactive[0] + mostInactive[1] <= theta,
  }
}

/** Which part of the law is left out, for controls. */
export interface Departure {
  /** Active reads are independent of one another. */
  readonly uncentered?: boolean
}

/** A network by the exact law. @param sizes at least two active features, and two others. */
export function drawReads(
  { featureCount, activeCount }: Sizes,
  dimensions: number,
  stream: RandomStream,
  { uncentered = false }: Departure = {},
): Reads {
  const length = meanOfSquares(dimensions, stream)
  const deviation = Math.sqrt((activeCount * length) / dimensions)
  let [least, second, most, sum] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]
  for (let i = 0; i < activeCount; i++) {
    const z = stream.normal()
    sum += z
    if (z > most) most = z
    if (z < second) {
      if (z < least) [least, second] = [z, least]
      else second = z
    }
  }
  const center = uncentered ? 0 : sum / activeCount
  const active = (z: number): number => length + deviation * (z - center)
  const [first, next] = largestTwo(featureCount - activeCount, stream)
  return {
    leastActive: [active(least), active(second)],
    mostActive: active(most),
    mostInactive: [deviation * first, deviation * next],
  }
}

/** The two largest of so many normal numbers: the smallest upper tails, drawn one after the other. */
function largestTwo(count: number, stream: RandomStream): readonly [number, number] {
  const first = -Math.expm1(Math.log(stream.uniform()) / count)
  const second = first - (1 - first) * Math.expm1(Math.log(stream.uniform()) / (count - 1))
  return [-normalQuantile(first), -normalQuantile(second)]
}

/** χ²_d/d: a gamma number of shape d/2 by rejection (Marsaglia and Tsang, 2000). */
function meanOfSquares(dimensions: number, stream: RandomStream): number {
  const shape = dimensions / 2 - 1 / 3
  for (;;) {
    const z = stream.normal()
    const v = (1 + z / Math.sqrt(9 * shape)) ** 3
    if (v > 0 && Math.log(stream.uniform()) < 0.5 * z * z + shape - shape * v + shape * Math.log(v)) {
      return (shape * v * 2) / dimensions
    }
  }
}

/** A network with all its columns, the first of them active. @returns `[feature]`: the read of each. */
export function drawColumns(sizes: Sizes, dimensions: number, stream: RandomStream): Float64Array {
  const { featureCount, activeCount } = sizes
  const columns = Array.from({ length: featureCount }, () =>
    Float64Array.from({ length: dimensions }, () => stream.normal() / Math.sqrt(dimensions)),
  )
  const sum = new Float64Array(dimensions)
  for (const column of columns.slice(0, activeCount)) for (let d = 0; d < dimensions; d++) sum[d]! += column[d]!
  return Float64Array.from(columns, (column) => column.reduce((total, value, d) => total + value * sum[d]!, 0))
}

/** The reads that decide, of all reads. */
export function extremes(reads: Float64Array, activeCount: number): Reads {
  const active = reads.slice(0, activeCount).sort()
  const inactive = reads.slice(activeCount).sort()
  return {
    leastActive: [active[0]!, active[1]!],
    mostActive: active.at(-1)!,
    mostInactive: [inactive.at(-1)!, inactive.at(-2)!],
  }
}

/** How many gates err, of all pairs. */
export function errorCount(reads: Float64Array, activeCount: number, theta: number): number {
  let errors = 0
  for (let i = 0; i < reads.length; i++) {
    for (let j = i + 1; j < reads.length; j++) {
      const isOn = reads[i]! + reads[j]! > theta
      if (isOn !== j < activeCount) errors++
    }
  }
  return errors
}
