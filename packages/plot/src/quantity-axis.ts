/** Axes of measured quantities, linear or logarithmic: where they end and what is written along them. */
import { InvalidFigureError } from './invalid-figure-error.js'
import { labelExpression, linearTicks, logTicks, roundEnds } from './ticks.js'

export type ScaleType = 'linear' | 'log'

/** An axis of numbers: its title and scale. */
export interface QuantityAxis {
  /** What is measured, with its unit if it has one. */
  readonly title: string
  /** Default `linear`. `log` has no place for numbers ≤ 0; each figure says what it does with them. */
  readonly scale?: ScaleType
  /** Both ends, ascending, > 0 on `log`. Default: as far as the numbers need. */
  readonly domain?: readonly [number, number]
  /** Whether whole numbers are counted, so that nothing is written between them. Default false. */
  readonly whole?: boolean
}

/** As much of a Vega-Lite encoding as the axis decides. */
export interface AxisEncoding {
  scale: { type: ScaleType; domain: number[]; nice: false; zero?: boolean; clamp?: boolean }
  axis: {
    title: string | null
    values: number[]
    labelExpr: string
    labels?: boolean
    grid: boolean
  }
}

/**
 * Logarithmic axes end a fortieth of their length beyond the numbers, linear ones at the next round numbers; with `fromZero`
 * a linear axis also holds 0. Numbers that the scale cannot show do not count.
 *
 * @throws {InvalidFigureError} when the asked domain is not ascending, or not above 0 on a logarithmic axis, or when there is
 * no number to show.
 */
export function quantityAxis(
  { title, scale: type = 'linear', domain, whole = false }: QuantityAxis,
  values: Iterable<number>,
  { field, fromZero = false }: { field: string; fromZero?: boolean },
): AxisEncoding {
  if (domain !== undefined) checkDomain(domain, type, field)
  const [least, most] = domain ?? extent(values, type, field)
  if (type === 'linear') {
    const [low, high] = domain === undefined && fromZero ? [Math.min(0, least), Math.max(0, most)] : [least, most]
    const room = low < high ? 0 : Math.abs(low) / 2 || Math.abs(low) || 0.5
    const ends = domain ?? roundEnds(low - room, high + room)
    return encoding(title, type, ends, linearTicks(...ends, whole ? 11 : 6, whole))
  }
  const margin = domain !== undefined ? 1 : least === most ? 1.5 : Math.exp((Math.log(most) - Math.log(least)) / 40)
  // The ends of float64 have nothing beyond them.
  const ends = [Math.max(Number.MIN_VALUE, least / margin), Math.min(Number.MAX_VALUE, most * margin)] as const
  const ticks = logTicks(...ends).filter((tick) => !whole || Number.isInteger(tick))
  return encoding(title, type, ends, ticks)
}

function encoding(
  title: string,
  type: ScaleType,
  domain: readonly [number, number],
  ticks: readonly number[],
): AxisEncoding {
  return {
    scale: { type, domain: [...domain], nice: false, ...(type === 'linear' && { zero: false }) },
    axis: { title, values: [...ticks], labelExpr: labelExpression(ticks), grid: false },
  }
}

function checkDomain([low, high]: readonly [number, number], type: ScaleType, field: string): void {
  const lowest = type === 'log' ? 'above 0' : 'finite'
  if (Number.isFinite(low) && Number.isFinite(high) && low < high && (type === 'linear' || low > 0)) return
  throw new InvalidFigureError(`${field}.domain`, `[${low}, ${high}]`, `two ascending numbers, ${lowest}`)
}

/** Whether a number can be drawn on such a scale. */
export function canShow(value: number, type: ScaleType = 'linear'): boolean {
  return Number.isFinite(value) && (type === 'linear' || value > 0)
}

function extent(values: Iterable<number>, type: ScaleType, field: string): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (!canShow(value, type)) continue
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  if (least > most) {
    throw new InvalidFigureError(field, 'no number that can be drawn', `a finite number${type === 'log' ? ' > 0' : ''}`)
  }
  return [least, most]
}
