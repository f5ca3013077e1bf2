/** Verdicts in words: of one claim, and of all in one line, kinds and declared departures counted apart. */
import { type Claim, type ClaimKind, isAsExpected } from '@digon/experiments'
import { formatNumber } from '../text-table.js'

const kinds: readonly (readonly [ClaimKind, string])[] = [
  ['paper', 'of the paper'],
  ['mathematics', 'of mathematics about trained models'],
  ['self-check', 'self-checks'],
]

/**
 * For example: `Claims that hold: 14 of 15 of the paper, 6 of 6 self-checks. 1 departs from the paper, as declared. Every verdict is as
 * declared.`
 */
export function verdictsInWords(claims: readonly Claim[]): string {
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

/** One word, after a sign that says the same. */
export function verdictInWords({ holds, departs, decided }: Claim): string {
  if (holds) return departs ? '! yes, against what was declared' : '✓ yes'
  if (departs) return '≠ departs'
  return decided === false ? '? not decided' : '✗ no'
}

/** For example `40 % of tolerance`, or that the number is exactly on the bound; empty where there is only yes or no. */
export function marginInWords({ margin, marginIn }: Pick<Claim, 'margin' | 'marginIn'>): string {
  if (margin === undefined) return ''
  if (margin === 0) return 'on the bound'
  return marginIn === 'standard errors'
    ? `${formatNumber(margin)} s.e.`
    : `${Math.round(100 * margin)} % of ${marginIn}`
}
