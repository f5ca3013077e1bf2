import { type Claim, type ClaimOverSeeds, marginInWords, verdictOf, verdictSigns } from '@digon/experiments'
import { formatNumber, textTable } from '../text-table.js'

/**
 * The verdicts for a terminal: one row per claim, and below them what is known of those that do not hold. The report has more
 * (source, control).
 *
 * @param overSeeds in the order of the claims: how often each held.
 */
export function claimTable(claims: readonly Claim[], overSeeds?: readonly ClaimOverSeeds[]): string {
  const table = textTable(
    [
      { title: '' },
      { title: 'claim', maximumWidth: 50 },
      { title: 'what is measured', maximumWidth: 30 },
      { title: 'expected', maximumWidth: 18 },
      { title: 'measured', maximumWidth: 20 },
      { title: 'tolerance', maximumWidth: 18 },
      { title: 'margin', maximumWidth: 12 },
      ...(overSeeds ? [{ title: 'seeds' }] : []),
    ],
    claims.map((claim, index) => {
      const { statement, measures, expected, measured, tolerance } = claim
      const over = overSeeds?.[index]
      const seeds = over ? [`${over.heldIn} of ${over.bySeed.length}`] : []
      const numbers = [cell(expected), cell(measured), cell(tolerance), marginInWords(claim)]
      return [verdictSigns[verdictOf(claim)], statement, measures, ...numbers, ...seeds]
    }),
  )
  const explained = claims.flatMap(({ id, holds, explanation }) =>
    holds || explanation === undefined
      ? []
      : [textTable([{ title: `why ${id} fails`, maximumWidth: 100 }], [[explanation]])],
  )
  return [table, ...explained].join('\n\n')
}

function cell(value: number | string | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'number' ? formatNumber(value) : value
}
