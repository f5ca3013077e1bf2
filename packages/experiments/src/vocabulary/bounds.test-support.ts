/**
 * The log of an experiment's bounds, `<id>/bounds.json`: how each claim was first stated, what it measures, and every change since with the
 * value that had been seen and the reason. Stating a bound after its value was seen is only honest where it is written down, and so is
 * judging another number by the same bound.
 */
import { existsSync, readFileSync } from 'node:fs'
import type { ClaimRow } from './define-experiment.js'

export interface BoundsLog {
  /** Bounds as first stated, by the claim's id. */
  readonly stated: Readonly<Record<string, string>>
  /** By the claim's id: what it measures, as its row says, when that was first written down. */
  readonly measures: Readonly<Record<string, string>>
  /** In the order in which they were made. */
  readonly changes: readonly BoundChange[]
}

export interface BoundChange {
  readonly claim: string
  readonly from: string
  /** null: the claim was removed. */
  readonly to: string | null
  /** What is measured since; left out where that did not change. `from` and `to` may then be the same bound. */
  readonly measures?: { readonly from: string; readonly to: string }
  /** What was measured when the bound was changed. */
  readonly seen: string
  readonly reason: string
}

/** @param id of the experiment. */
export function boundsLog(id: string): BoundsLog {
  const file = new URL(`../${id}/bounds.json`, import.meta.url)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { stated: {}, measures: {}, changes: [] }
}

/** A claim's bound in words: what is expected, and the tolerance; numbers to five digits, without a standard error that was measured. */
export function boundOf({ holds: { expected, tolerance } }: Pick<ClaimRow, 'holds'>): string {
  const inWords = (value: number | string | boolean) =>
    typeof value === 'number' ? String(Number(value.toPrecision(5))) : String(value)
  return `${inWords(expected)}; tolerance: ${inWords(tolerance).replace(/(standard errors) \(\S+\)$/, '$1')}`
}

/**
 * What the log says of today's bounds, and where it contradicts itself.
 *
 * @returns bounds and measures by claim, and sentences about changes that do not follow from what was before.
 */
export function replayed({ stated, measures: firstMeasures, changes }: BoundsLog): {
  readonly bounds: ReadonlyMap<string, string>
  readonly measures: ReadonlyMap<string, string>
  readonly problems: readonly string[]
} {
  const bounds = new Map(Object.entries(stated))
  const measures = new Map(Object.entries(firstMeasures))
  const problems: string[] = []
  for (const [index, { claim, from, to, measures: measured, seen, reason }] of changes.entries()) {
    const before = bounds.get(claim)
    if (before !== from)
      problems.push(`changes[${index}]: ${claim} was ${before ?? 'not stated'}; the change says ${from}`)
    if (!seen || !reason) problems.push(`changes[${index}]: ${claim} needs what was seen, and the reason`)
    if (measured !== undefined) {
      const was = measures.get(claim) ?? 'nothing'
      if (was !== measured.from)
        problems.push(`changes[${index}]: ${claim} measured ${was}; the change says ${measured.from}`)
      measures.set(claim, measured.to)
    }
    if (to === null) {
      bounds.delete(claim)
      measures.delete(claim)
    } else bounds.set(claim, to)
  }
  return { bounds, measures, problems }
}
