/** Sets of two features: whether a pair is collapsed, and whether three pairs make a hexagon in the plane. */
import { type Matrix, matrixFromRows, toRows } from '@digon/matrix'
import { featureNorms } from '@digon/metrics'
import { setGeometry } from './sets.js'

/** What became of a pair: `apart`, `collapsed` onto one direction, or one feature (or both) `left out`. */
export type PairState = 'apart' | 'collapsed' | 'left out'

/** Two features are collapsed when their cosine is above this and neither is shorter than `leastNorm`. */
const collapsedCosine = 0.95
/** A collapsed pair has norms of about 0.7; features left out are far shorter. */
const leastNorm = 0.35

/**
 * `[pair]`.
 *
 * @param weights `[feature, hidden]`, partners next to each other.
 */
export function pairStates(weights: Matrix): readonly PairState[] {
  const rows = toRows(weights)
  return Array.from({ length: rows.length / 2 }, (_, pair) => {
    const { norms, within } = setGeometry(matrixFromRows(rows.slice(2 * pair, 2 * pair + 2)), 2)
    if (Math.min(...norms) < leastNorm) return 'left out'
    return within[0]! > collapsedCosine ? 'collapsed' : 'apart'
  })
}

/**
 * By how much a gap between neighbors of a hexagon may differ from 60°, in degrees: partners lie a little farther
 * apart.
 */
const gapTolerance = 12

/** The state of three pairs as a hexagon that the paper shows. */
export const hexagonSideBySide = 'hexagon, partners side by side'

/** Six features of norm above 0.5 around the plane, 60° from one to the next; and whether partners are neighbors. */
export function hexagonOf(weights: Matrix): typeof hexagonSideBySide | 'hexagon, partners apart' | undefined {
  if (weights.rows !== 6 || weights.columns !== 2 || Math.min(...featureNorms(weights)) <= 0.5) return undefined
  const around = toRows(weights)
    .map(([x, y], feature) => ({ pair: Math.floor(feature / 2), angle: (Math.atan2(y!, x!) * 180) / Math.PI }))
    .sort((a, b) => a.angle - b.angle)
  const after = (index: number) => around[(index + 1) % 6]!
  const gaps = around.map(({ angle }, index) => (after(index).angle - angle + 360) % 360)
  if (gaps.some((gap) => Math.abs(gap - 60) > gapTolerance)) return undefined
  const besides = around.map(({ pair }, index) => [after(index).pair, around[(index + 5) % 6]!.pair].includes(pair))
  return besides.every(Boolean) ? hexagonSideBySide : 'hexagon, partners apart'
}
