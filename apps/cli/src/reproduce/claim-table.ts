import type { Claim } from '@digon/experiments'
import { formatNumber, textTable } from '../text-table.js'

/** The verdicts for a terminal: one row a claim. The report has more (source, control). */
export function claimTable(claims: readonly Claim[]): string {
  return textTable(
    [
      { title: '' },
      { title: 'claim', maximumWidth: 58 },
      { title: 'expected', maximumWidth: 22 },
      { title: 'measured', maximumWidth: 22 },
      { title: 'tolerance', maximumWidth: 20 },
    ],
    claims.map(({ holds, statement, expected, measured, tolerance }) => [
      holds ? '✓' : '✗',
      statement,
      cell(expected),
      cell(measured),
      cell(tolerance),
    ]),
  )
}

function cell(value: number | string | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'number' ? formatNumber(value) : value
}
