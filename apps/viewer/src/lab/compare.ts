/** One model beside another: how far they are apart once the hidden space is turned, and features of equal importance are exchanged. */
import { alignExchangeable, alignSolutions } from '@digon/metrics'
import { type Frame, weightsOf } from '../training/frame.js'
import type { KeptModel } from './signals.js'

export interface Comparison {
  /** ‖A R − B‖ / ‖B‖ with the best rotation or reflection R; 0 when both are the same. */
  readonly turned: number
  /** The same when features may change places too: undefined where there are too many to try. */
  readonly exchanged: number | undefined
}

/** Orders of more features than this are not searched while a page waits. */
const mostExchanged = 8

export function compareModels(kept: KeptModel | undefined, frame: Frame, restart: number): Comparison | undefined {
  if (kept === undefined || !isOfOneShape(kept.frame, frame)) return undefined
  const [a, b] = [weightsOf(kept.frame, kept.restart), weightsOf(frame, restart)]
  if (![...a.values, ...b.values].every(Number.isFinite)) return undefined
  const size = Math.hypot(...b.values) || 1
  return {
    turned: alignSolutions(a, b).distance / size,
    exchanged: frame.featureCount > mostExchanged ? undefined : alignExchangeable(a, b).distance / size,
  }
}

/** Rows of the kept model, turned onto this one. */
export function alignedGhost(kept: KeptModel | undefined, frame: Frame, restart: number): number[][] | undefined {
  if (kept === undefined || !isOfOneShape(kept.frame, frame)) return undefined
  const [a, b] = [weightsOf(kept.frame, kept.restart), weightsOf(frame, restart)]
  if (![...a.values, ...b.values].every(Number.isFinite)) return undefined
  const { aligned } = alignSolutions(a, b)
  return Array.from({ length: a.rows }, (_, i) =>
    Array.from(aligned.values.subarray(i * a.columns, (i + 1) * a.columns)),
  )
}

function isOfOneShape(a: Frame, b: Frame): boolean {
  return a.featureCount === b.featureCount && a.hiddenSize === b.hiddenSize
}
