/** One number from the restarts of a condition. */
import type { SelectedRows } from './selected-rows.js'

/** `median` shows the typical restart, `best` the one of the least loss. */
export type Choice = 'median' | 'best'

export interface Spread {
  readonly value: number
  readonly lowest: number
  readonly highest: number
}

/** Undefined when no restart has the quantity. */
export function ofRestarts(
  { value }: SelectedRows,
  rows: readonly number[],
  metric: string,
  choice: Choice,
): Spread | undefined {
  const values = rows.map((row) => value(row, metric)).filter(isMeasured)
  if (values.length === 0) return undefined
  const ascending = [...values].sort((a, b) => a - b)
  const best = value(bestRow({ value }, rows), metric)
  const middle = (ascending[(ascending.length - 1) >> 1]! + ascending[ascending.length >> 1]!) / 2
  return {
    value: choice === 'best' && typeof best === 'number' ? best : middle,
    lowest: ascending[0]!,
    highest: ascending.at(-1)!,
  }
}

/** NaN has no place in an order; with it a sort would end anyhow. */
const isMeasured = (value: unknown): value is number => typeof value === 'number' && !Number.isNaN(value)

/** The restart of the least loss: exact where it is known, else on fresh samples, else of the last batch. */
export function bestRow({ value }: Pick<SelectedRows, 'value'>, rows: readonly number[]): number {
  const lossOf = (row: number): number => {
    const found = ['exactLoss', 'loss', 'trainingLoss'].map((column) => value(row, column))
    const loss = found.find(isMeasured)
    return typeof loss === 'number' ? loss : Number.POSITIVE_INFINITY
  }
  return rows.reduce((best, row) => (lossOf(row) < lossOf(best) ? row : best))
}
