/** How features of the same set and of different sets lie to each other. Sets are equally large and follow one another. */
import { type Matrix, row } from '@digon/matrix'
import { featureNorms, gramMatrix } from '@digon/metrics'

export interface SetGeometry {
  /** `[feature]`. */
  readonly norms: readonly number[]
  /** Cosines of all pairs of features in one set; 0 where one of them has no length. */
  readonly within: readonly number[]
  /** Cosines of all pairs in different sets. */
  readonly across: readonly number[]
  /** `[feature]`: the smallest cosine with a feature of another set; −1 is an antipodal partner. */
  readonly opposite: readonly number[]
  /** Share of Σ_{i≠j} (W_i·W_j)² that is between sets, from 0 to 1; NaN when there is none at all. */
  readonly interferenceAcross: number
}

/**
 * @param weights `[feature, hidden]`.
 * @param setSize features of a set, of which there are at least two.
 */
export function setGeometry(weights: Matrix, setSize: number): SetGeometry {
  const norms = featureNorms(weights)
  const { values } = gramMatrix(weights)
  const count = weights.rows
  const [within, across]: [number[], number[]] = [[], []]
  const opposite = new Array<number>(count).fill(1)
  let [inside, between] = [0, 0]
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const product = values[i * count + j]!
      const cosine = product === 0 ? 0 : product / (norms[i]! * norms[j]!)
      if (Math.floor(i / setSize) === Math.floor(j / setSize)) {
        within.push(cosine)
        inside += product * product
      } else {
        across.push(cosine)
        between += product * product
        opposite[i] = Math.min(opposite[i]!, cosine)
        opposite[j] = Math.min(opposite[j]!, cosine)
      }
    }
  }
  return { norms: [...norms], within, across, opposite, interferenceAcross: between / (inside + between) }
}

/** What became of a set of two: `apart`, `collapsed` onto one line, or one feature (or both) `left out`. */
export type PairState = 'apart' | 'collapsed' | 'left out'

/** Two features on the same side of one line: cosine above this, both longer than `leastNorm`. */
const collapsedCosine = 0.95
/** A collapsed pair has norms of about 0.7; features left out are far shorter. */
const leastNorm = 0.35

/** `[set]` for sets of two. */
export function pairStates(weights: Matrix): readonly PairState[] {
  return Array.from({ length: weights.rows / 2 }, (_, set) => {
    const { norms, within } = setGeometry(rowsOf(weights, [2 * set, 2 * set + 1]), 2)
    if (Math.min(...norms) < leastNorm) return 'left out'
    return within[0]! > collapsedCosine ? 'collapsed' : 'apart'
  })
}

function rowsOf(weights: Matrix, rows: readonly number[]): Matrix {
  const values = Float64Array.from(rows.flatMap((i) => [...row(weights, i)]))
  return { rows: rows.length, columns: weights.columns, values }
}

/** By how much a gap between neighbors of a hexagon may differ from 60°, in degrees: partners lie a little farther apart. */
const gapTolerance = 12

/** Six features of norm above 0.5 around the plane, 60° from one to the next; and whether the two of each set are neighbors. */
export function hexagonOf(weights: Matrix): 'partners side by side' | 'partners apart' | undefined {
  const { norms } = setGeometry(weights, 2)
  if (weights.rows !== 6 || weights.columns !== 2 || Math.min(...norms) <= 0.5) return undefined
  const around = Array.from(norms.keys(), (feature) => {
    const [x, y] = row(weights, feature) as unknown as readonly [number, number]
    return { feature, angle: (Math.atan2(y, x) * 180) / Math.PI }
  }).sort((a, b) => a.angle - b.angle)
  const next = (place: number) => around[(place + 1) % 6]!
  const regular = around.every(({ angle }, place) => {
    const gap = (next(place).angle - angle + 360) % 360
    return Math.abs(gap - 60) <= gapTolerance
  })
  if (!regular) return undefined
  const sideBySide = around.every(({ feature }, place) => {
    const neighbors = [next(place).feature, around[(place + 5) % 6]!.feature]
    return neighbors.some((other) => Math.floor(other / 2) === Math.floor(feature / 2))
  })
  return sideBySide ? 'partners side by side' : 'partners apart'
}
