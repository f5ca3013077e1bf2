/** Which branch a model of five features in the plane is on. */
import { type Matrix, row } from '@digon/matrix'
import { representedFeatures } from '@digon/metrics'
import { variedFeature } from './settings.js'

/**
 * `pentagon`: all five around the plane. `square`: the varied feature left out and the others as two digons.
 * `another left out`: four features, the varied one among them. A feature is left out when its norm is at most 0.5.
 */
export type BranchName = 'pentagon' | 'square' | 'another left out' | 'other'

export interface BranchShape {
  readonly name: BranchName
  /** Of a pentagon: mean angle between the varied feature and its two neighbors, in degrees; 72 when regular. */
  readonly angleToNeighbors?: number
}

/** By how much a gap may differ from 72° or 90°, in degrees: a feature of another density makes pentagons irregular. */
const gapTolerance = 25

/** @param weights `[feature, 2]`. */
export function branchShape(weights: Matrix): BranchShape {
  const kept = representedFeatures(weights)
  const around = kept
    .map((feature) => ({ feature, angle: angleOf(weights, feature) }))
    .sort((a, b) => a.angle - b.angle)
  const gaps = around.map(({ angle }, k) => (around[(k + 1) % around.length]!.angle - angle + 360) % 360)
  const even = gaps.every((gap) => Math.abs(gap - 360 / gaps.length) <= gapTolerance)
  if (kept.length === 4) {
    if (kept.includes(variedFeature)) return { name: 'another left out' }
    return { name: even ? 'square' : 'other' }
  }
  if (kept.length !== 5 || !even) return { name: 'other' }
  const index = around.findIndex(({ feature }) => feature === variedFeature)
  return { name: 'pentagon', angleToNeighbors: (gaps[index]! + gaps[(index + 4) % 5]!) / 2 }
}

function angleOf(weights: Matrix, feature: number): number {
  const [x, y] = row(weights, feature)
  return (Math.atan2(y!, x!) * 180) / Math.PI
}
