/** Verdicts: from a measured value and what was expected to a claim. NaN and infinities never hold. */
import type { Claim } from './experiment.js'

/** What a claim says, before anything is measured. */
export type Statement = Pick<Claim, 'id' | 'statement' | 'source' | 'control' | 'explanation'>

/** The measured number differs from the expected one by at most `tolerance` (≥ 0). */
export function closeTo(statement: Statement, measured: number, expected: number, tolerance: number): Claim {
  const holds = Math.abs(measured - expected) <= tolerance
  return { measures: '', ...statement, expected, measured: shown(measured), tolerance, holds }
}

/** As `closeTo`, with the tolerance as a share of the expected number. */
export function relativelyCloseTo(statement: Statement, measured: number, expected: number, share: number): Claim {
  const claim = closeTo(statement, measured, expected, share * Math.abs(expected))
  return { ...claim, tolerance: `${Number((100 * share).toPrecision(3))} %` }
}

/** The measured number is `bound` or more. */
export function atLeast(statement: Statement, measured: number, bound: number): Claim {
  return oneSided(statement, measured, `≥ ${bound}`, measured >= bound)
}

/** The measured number is `bound` or less. */
export function atMost(statement: Statement, measured: number, bound: number): Claim {
  return oneSided(statement, measured, `≤ ${bound}`, measured <= bound)
}

/** The measured words or truth value are the expected ones. `tolerance` says what counted as equal when they were found. */
export function same<Value extends string | boolean>(
  statement: Statement,
  measured: Value,
  expected: Value,
  tolerance: string,
): Claim {
  return { measures: '', ...statement, expected, measured, tolerance, holds: measured === expected }
}

/** For what the functions above do not say: words beside a verdict found elsewhere. */
export function verdict(
  statement: Statement,
  found: Pick<Claim, 'measured' | 'expected' | 'tolerance' | 'holds'>,
): Claim {
  return { measures: '', ...statement, ...found }
}

/** The number that lies farthest from another one; NaN for none. */
export function farthest(numbers: readonly number[], from: number): number {
  return numbers.reduce(
    (far, value) => (Math.abs(value - from) > Math.abs(far - from) ? value : far),
    numbers[0] ?? Number.NaN,
  )
}

function oneSided(statement: Statement, measured: number, expected: string, within: boolean): Claim {
  const holds = within && Number.isFinite(measured)
  return { measures: '', ...statement, expected, measured: shown(measured), tolerance: 'none beyond the bound', holds }
}

/** JSON has no NaN. */
function shown(measured: number): number | string {
  return Number.isFinite(measured) ? measured : String(measured)
}
