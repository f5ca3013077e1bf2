/** Axes of measured quantities, linear or logarithmic: where they end and what is written along them. */
import { InvalidFigureError } from './invalid-figure-error.js'
import { logLabelExpression, logTicks } from './ticks.js'

export type ScaleType = 'linear' | 'log'

export interface QuantityAxis {
  /** What is measured, with its unit if it has one. */
  readonly title: string
  /** Default `linear`. On `log`, numbers ≤ 0 are left out. */
  readonly scale?: ScaleType
  /** Both ends, ascending, > 0 on `log`. Default: as far as the numbers need. */
  readonly domain?: readonly [number, number]
  /** Only on `linear`: whether whole numbers are counted, so that nothing is written between them. Default false. */
  readonly whole?: boolean
}

/** As much of a Vega-Lite encoding as the axis decides. */
export interface AxisEncoding {
  scale: { type: ScaleType; domain: number[]; nice: boolean; zero?: boolean }
  axis: {
    title: string | null
    values?: number[]
    tickCount?: number
    labelExpr?: string
    labels?: boolean
    grid: boolean
  }
}

/** Thousands as 20,000 and not as 2e+4. */
const labelExpr = "format(datum.value, abs(datum.value) >= 1000 ? ',d' : '.3~g')"

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
    const ends = [low - room, high + room]
    return {
      scale: { type, domain: ends, nice: domain === undefined, zero: false },
      axis: { title, ...(whole ? { values: wholeTicks(ends) } : { tickCount: 6 }), labelExpr, grid: false },
    }
  }
  const margin = domain !== undefined ? 1 : least === most ? 1.5 : Math.exp((Math.log(most) - Math.log(least)) / 40)
  // The ends of float64 have nothing beyond them.
  const ends = [Math.max(Number.MIN_VALUE, least / margin), Math.min(Number.MAX_VALUE, most * margin)]
  const ticks = logTicks(ends[0]!, ends[1]!)
  return {
    scale: { type, domain: ends, nice: false },
    axis: {
      title,
      ...(ticks.length >= 2 && { values: ticks }),
      labelExpr: ticks.length >= 2 ? logLabelExpression(ticks, labelExpr) : labelExpr,
      grid: false,
    },
  }
}

/** At most a dozen whole numbers, evenly spaced. */
function wholeTicks([low, high]: readonly number[]): number[] {
  const step = Math.max(1, Math.ceil((high! - low!) / 12))
  const first = Math.ceil(low! / step) * step
  return Array.from({ length: Math.floor((high! - first) / step) + 1 }, (_, i) => first + i * step)
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
