/** What a judged claim comes to, as data and in words: of one claim, and of all in one line, with kinds and declared departures apart. */
import { type Claim, type ClaimKind, isAsExpected } from './experiment.js'

/** `surprises`: it was declared a departure from the paper, and holds. `undecided`: within two standard errors. */
export type Verdict = 'holds' | 'surprises' | 'departs' | 'undecided' | 'fails'

/** Of a claim that was judged. What was declared to depart from the paper and holds is a surprise, and no success. */
export function verdictOf({ holds, departs, decided }: Pick<Claim, 'holds' | 'departs' | 'decided'>): Verdict {
  if (holds) return departs ? 'surprises' : 'holds'
  if (departs) return 'departs'
  return decided === false ? 'undecided' : 'fails'
}

/** A sign before the word says the same as it, for those who do not see colors. */
export const verdictSigns: Readonly<Record<Verdict, string>> = {
  holds: '✓',
  surprises: '!',
  departs: '≠',
  undecided: '?',
  fails: '✗',
}

/** For example `40 % of the tolerance`, or that the number is exactly on the bound; empty where there is only yes or no. */
export function marginInWords({ margin, marginIn }: Pick<Claim, 'margin' | 'marginIn'>): string {
  if (margin === undefined) return ''
  if (margin === 0) return 'on the bound'
  if (marginIn === 'standard errors') return `${withMinus(Number(margin.toPrecision(2)))} standard errors`
  return `${withMinus(Math.round(100 * margin))} % of the ${marginIn}`
}

const kinds: readonly (readonly [ClaimKind, string])[] = [
  ['paper', 'from the paper'],
  ['mathematics', 'from theory'],
  ['self-check', 'self-checks'],
]

/**
 * For example: `Claims that hold: 14 of 15 from the paper, 6 of 6 self-checks. 1 departs from the paper, as declared. Every verdict is as
 * declared.`
 */
export function verdictsInWords(claims: readonly Pick<Claim, 'kind' | 'holds' | 'departs'>[]): string {
  const parts = kinds.flatMap(([kind, inWords]) => {
    const own = claims.filter((claim) => claim.kind === kind)
    return own.length === 0 ? [] : [`${own.filter(({ holds }) => holds).length} of ${own.length} ${inWords}`]
  })
  const departing = claims.filter(({ departs, holds }) => departs && !holds).length
  const unexpected = claims.filter((claim) => !isAsExpected(claim)).length
  return [
    `Claims that hold: ${parts.join(', ')}.`,
    ...(departing === 0 ? [] : [`${departing} ${departing === 1 ? 'departs' : 'depart'} from the paper, as declared.`]),
    unexpected === 0
      ? 'Every verdict is as declared.'
      : `${unexpected} ${unexpected === 1 ? 'verdict is' : 'verdicts are'} not as declared.`,
  ].join(' ')
}

function withMinus(value: number): string {
  return String(value).replace('-', '−')
}
