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

/** For example `18 of 20 claims hold, 2 depart from the paper as declared`. */
export function countInWords(claims: readonly Pick<Claim, 'holds' | 'departs'>[]): string {
  const departing = claims.filter((claim) => verdictOf(claim) === 'departs').length
  const departures =
    departing === 0 ? '' : `, ${departing} ${departing === 1 ? 'departs' : 'depart'} from the paper as declared`
  return `${claims.filter(({ holds }) => holds).length} of ${claims.length} claims hold${departures}`
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
