/** Claims in words: verdicts, numbers, kinds. */
import type { Claim } from '@digon/experiments'
import { type Verdict, verdictOf } from '@digon/experiments/verdict'

export const verdictWords: Readonly<Record<Verdict, string>> = {
  holds: 'holds',
  surprises: 'holds, although a departure was declared',
  fails: 'does not hold',
  departs: 'departs, as declared',
  undecided: 'not decided',
}

/** How many claims have one verdict, in words. */
export interface VerdictCount {
  readonly verdict: Verdict
  /** For example `18 of 20 claims hold`, `2 depart from the paper, as declared`. */
  readonly text: string
}

const oneAndMore: Readonly<Record<Exclude<Verdict, 'holds'>, readonly [one: string, more: string]>> = {
  departs: ['departs from the paper, as declared', 'depart from the paper, as declared'],
  fails: ['does not hold', 'do not hold'],
  surprises: ['holds, against what was declared', 'hold, against what was declared'],
  undecided: ['is not decided', 'are not decided'],
}

/** What holds first, then every other verdict that a claim has: each is said for itself, as none of them is a success. */
export function countVerdicts(claims: readonly Pick<Claim, 'holds' | 'departs' | 'decided'>[]): VerdictCount[] {
  const verdicts = claims.map(verdictOf)
  const count = (verdict: Verdict) => verdicts.filter((each) => each === verdict).length
  const others = (Object.keys(oneAndMore) as (keyof typeof oneAndMore)[]).filter((verdict) => count(verdict) > 0)
  return [
    { verdict: 'holds', text: `${count('holds')} of ${claims.length} claims hold` },
    ...others.map((verdict) => {
      const [one, more] = oneAndMore[verdict]
      return { verdict, text: `${count(verdict)} ${count(verdict) === 1 ? one : more}` }
    }),
  ]
}

/** For example `18 of 20 claims hold, 2 depart from the paper, as declared`. */
export function countInWords(claims: readonly Pick<Claim, 'holds' | 'departs' | 'decided'>[]): string {
  return countVerdicts(claims)
    .map(({ text }) => text)
    .join(', ')
}

/** Numbers in at most five significant digits. */
export function valueInWords(value: number | string | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string' || !Number.isFinite(value)) return String(value)
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value)
  return String(Number(value.toPrecision(5)))
}

/** Whose statement a claim is. */
export const kindWords: Readonly<Record<NonNullable<Claim['kind']>, string>> = {
  paper: 'the paper says',
  mathematics: 'mathematics says',
  'self-check': 'self-check',
}
