/** Claims in words: the verdict, the numbers, the margin. */
import type { Claim } from '@digon/experiments'

export type Verdict = 'holds' | 'fails' | 'departs' | 'undecided'

/** A claim that the paper makes and that is declared not to come out here departs; that it holds would be the surprise. */
export function verdictOf({ holds, departs, decided }: Pick<Claim, 'holds' | 'departs' | 'decided'>): Verdict {
  if (holds) return 'holds'
  if (departs) return 'departs'
  return decided === false ? 'undecided' : 'fails'
}

export const verdictWords: Readonly<Record<Verdict, string>> = {
  holds: 'holds',
  fails: 'does not hold',
  departs: 'departs, as declared',
  undecided: 'not decided',
}

/** Signs that say the same as the colors of verdicts. */
export const verdictSigns: Readonly<Record<Verdict, string>> = { holds: '✓', fails: '✗', departs: '≠', undecided: '?' }

/** For example `18 of 19 claims hold`. */
export function countInWords(claims: readonly Pick<Claim, 'holds'>[]): string {
  return `${claims.filter(({ holds }) => holds).length} of ${claims.length} claims hold`
}

/** Numbers in at most five significant digits. */
export function valueInWords(value: number | string | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string' || !Number.isFinite(value)) return String(value)
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value)
  return String(Number(value.toPrecision(5)))
}

/** For example `40 % of the tolerance`; empty where there is only yes or no. */
export function marginInWords({ margin, marginIn }: Pick<Claim, 'margin' | 'marginIn'>): string {
  if (margin === undefined) return ''
  if (margin === 0) return 'on the bound'
  if (marginIn === 'standard errors') return `${valueInWords(margin)} standard errors`
  return `${Math.round(100 * margin)} % of the ${marginIn}`
}

/** Whose statement a claim is. */
export const kindWords: Readonly<Record<NonNullable<Claim['kind']>, string>> = {
  paper: 'the paper says',
  mathematics: 'mathematics says',
  'self-check': 'self-check',
}
