import { frobeniusSquared, representedFeatures } from '@digon/metrics'
import { type Model, memberWeights, type Parameters } from '@digon/model'
import { formatNumber, textTable } from '../text-table.js'

/** What training came to, for people: a row a member, or of many members the range of each quantity. */

/** Members that have a row of their own at most. */
const mostRows = 32

/** @param losses `[member]`; NaN where no step was made. */
export function memberTable(model: Model, parameters: Parameters, losses: ArrayLike<number>): string {
  const rows = Array.from(losses, (loss, member) => [loss, ...measured(model, parameters, member)])
  const titles = ['loss of the last batch', 'represented', '‖W‖²']
  if (rows.length <= mostRows) {
    return textTable(
      ['member', ...titles].map((title) => ({ title, align: 'right' as const })),
      rows.map((row, member) => [String(member), ...row.map(cell)]),
    )
  }
  return textTable(
    [{ title: `${rows.length} members` }, ...['minimum', 'median', 'maximum', 'no number'].map(rightAligned)],
    titles.map((title, column) => {
      const values = rows.map((row) => row[column]!)
      const without = values.filter(Number.isNaN).length
      return [title, ...range(values).map(cell), without === 0 ? '' : String(without)]
    }),
  )
}

const rightAligned = (title: string) => ({ title, align: 'right' as const })

/** A custom model has no weights that these mean anything for. */
function measured(model: Model, parameters: Parameters, member: number): readonly number[] {
  if (model.kind === 'custom') return [Number.NaN, Number.NaN]
  const weights = memberWeights(parameters, member)
  return [representedFeatures(weights).length, frobeniusSquared(weights)]
}

function cell(value: number): string {
  return Number.isNaN(value) ? '–' : formatNumber(value)
}

/**
 * Least, middle and greatest; of an even number the lower of the two in the middle, so that it is one that was measured. In the
 * middle NaN counts as worse than all numbers: left out, it would make the others look better.
 */
function range(values: readonly number[]): readonly number[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
  return [0, (values.length - 1) >> 1, sorted.length - 1].map((index) => sorted[index] ?? Number.NaN)
}
