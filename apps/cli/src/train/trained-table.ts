/** What `digon train` prints of its members: a row each, or of many of them what lies between the lowest and the highest. */
import { type AnalyzedMember, isUnreadable } from '../analyze/analyze-members.js'
import { type Column, formatNumber, textTable } from '../text-table.js'

/** Of more members than this, rows would hide what is to be seen. */
export const mostRows = 40

/** What one member came to; undefined where there is no such number. */
interface MemberFacts {
  readonly loss: number | undefined
  readonly represented: number | undefined
  readonly frobeniusSquared: number | undefined
}

const quantities = [
  { key: 'loss', title: 'loss of the last batch' },
  { key: 'represented', title: 'represented' },
  { key: 'frobeniusSquared', title: '‖W‖²' },
] as const

/**
 * @param losses `[member]`: those of the last batch; undefined when there was none.
 * @param analyzed `[member]`; undefined for custom models.
 */
export function trainedTable(
  losses: readonly (number | undefined)[],
  analyzed: readonly AnalyzedMember[] | undefined,
): string {
  const members = losses.map((loss, member): MemberFacts => {
    const found = analyzed?.[member]
    const measured = found === undefined || isUnreadable(found) ? undefined : found
    return { loss, represented: measured?.represented, frobeniusSquared: measured?.frobeniusSquared }
  })
  return members.length <= mostRows ? rowsOf(members) : summaryOf(members)
}

function rowsOf(members: readonly MemberFacts[]): string {
  const columns: Column[] = ['member', ...quantities.map(({ title }) => title)].map((title) => ({
    title,
    align: 'right',
  }))
  const rows = members.map((member, index) => [
    String(index),
    ...quantities.map(({ key }) => (member[key] === undefined ? '–' : formatNumber(member[key]))),
  ])
  return textTable(columns, rows)
}

function summaryOf(members: readonly MemberFacts[]): string {
  const all = members.length.toLocaleString('en')
  const columns: Column[] = [
    { title: `over ${all} members` },
    { title: 'lowest', align: 'right' },
    { title: 'median', align: 'right' },
    { title: 'highest', align: 'right' },
    { title: 'not a finite number', align: 'right' },
  ]
  const rows = quantities.flatMap(({ key, title }) => {
    const found = members.flatMap((member) => member[key] ?? [])
    if (found.length === 0) return []
    // What is not finite is worse than any loss, and larger than any size.
    const sorted = found.map((value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value)).sort((a, b) => a - b)
    const median = (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
    const finite = sorted.filter(Number.isFinite)
    const wild = found.length - finite.length
    const shown = [sorted[0]!, median, finite.at(-1) ?? Number.NaN]
    return [[title, ...shown.map(formatNumber), wild === 0 ? '–' : wild.toLocaleString('en')]]
  })
  return `${textTable(columns, rows)}\n\`digon analyze\` of the run shows every member, \`--json\` every loss.`
}
