/** Losses over training: one line per series, with the spread of its restarts. */
import type { TopLevelSpec } from 'vega-lite'
import { checkNumbers } from './check-numbers.js'
import type { Figure } from './figure.js'
import { InvalidFigureError } from './invalid-figure-error.js'
import { seriesColors, seriesDashes } from './palette.js'
import { type FigureText, themedFigure } from './theme.js'
import { logLabelExpression, logTicks } from './ticks.js'

export interface LossSeries {
  /** In the legend; no two series have the same. */
  readonly label: string
  /** `[point]`: training steps, finite, ascending. */
  readonly steps: ArrayLike<number>
  /**
   * `[restart][point]`: at least one restart. A loss that is not finite counts as missing. Of several restarts the median is
   * drawn as a line and the range from best to worst as a band.
   */
  readonly losses: readonly ArrayLike<number>[]
}

export interface LossInput extends FigureText {
  /** At least one; the legend keeps their order. */
  readonly series: readonly LossSeries[]
  /** Default `linear`. On `log`, points at step 0 are left out. */
  readonly stepScale?: 'linear' | 'log'
  /** Default `log`, from which losses ≤ 0 are left out. */
  readonly lossScale?: 'linear' | 'log'
}

/**
 * Up to seven series differ by color, up to 28 by color and dashes.
 *
 * @throws {InvalidFigureError} for no series or more than 28, labels that are not unique, steps that do not ascend, losses
 * that are not one per step, or when no point can be drawn.
 */
export function lossFigure(input: LossInput): Figure {
  const { series, stepScale = 'linear', lossScale = 'log' } = input
  checkSeries(series)
  const points = series.flatMap(pointsOf).filter(({ step, lowest }) => {
    return (stepScale === 'linear' || step > 0) && (lossScale === 'linear' || lowest > 0)
  })
  if (points.length === 0) {
    throw new InvalidFigureError('series', 'no point that can be drawn', 'at least one finite loss')
  }

  const labels = series.map(({ label }) => label)
  const legend = {
    title: null,
    symbolType: 'stroke',
    symbolSize: 700,
    symbolOpacity: 1,
    offset: 30,
    columns: series.length > 14 ? 2 : 1,
  } as const
  const color = {
    ...bySeries,
    legend,
    scale: { domain: labels, range: labels.map((_, i) => seriesColors[i % seriesColors.length]!) },
  }
  const strokeDash = {
    ...bySeries,
    legend,
    scale: { domain: labels, range: labels.map((_, i) => [...seriesDashes[Math.floor(i / seriesColors.length)]!]) },
  }
  const x = { field: 'step', type: 'quantitative', ...stepAxis(points, stepScale) } as const
  const y = { type: 'quantitative', ...lossAxis(points, lossScale) } as const
  const line = {
    mark: { type: 'line', strokeWidth: 2.5, point: points.length === series.length },
    encoding: { x, y: { ...y, field: 'median' }, color, strokeDash },
  } as const
  const band = {
    mark: { type: 'area', opacity: 0.15, line: false },
    encoding: { x, y: { ...y, field: 'lowest' }, y2: { field: 'highest' }, color },
  } as const
  const spread = series.some(({ losses }) => losses.length > 1)
  const subtitle = 'line: median, band: from the best to the worst restart'
  return themedFigure(input, {
    ...(spread && { title: { text: input.title, subtitle } }),
    data: { values: points },
    width: 560,
    height: 340,
    layer: spread ? [band, line] : [line],
  } satisfies Partial<TopLevelSpec>)
}

const bySeries = { field: 'series', type: 'nominal' } as const

function stepAxis(points: readonly Point[], type: ScaleType): { scale: object; axis: object } {
  const [first, last] = extent(points, 'step', 'step')
  const ticks = type === 'log' ? { values: logTicks(first, last) } : {}
  return {
    scale: { type, nice: false, ...(type === 'linear' && { zero: false }) },
    axis: { title: 'training step', format: ',d', ...ticks },
  }
}

/** A logarithmic axis ends a tenth beyond the losses, so that no curve runs along the edge; a linear one starts at 0. */
function lossAxis(points: readonly Point[], type: ScaleType): { scale: object; axis: object } {
  const title = 'loss'
  if (type === 'linear') return { scale: { type, zero: true }, axis: { title, tickCount: 6 } }
  const [lowest, highest] = extent(points, 'lowest', 'highest')
  const domain = [lowest / 1.1, highest * 1.1]
  const ticks = logTicks(domain[0]!, domain[1]!)
  return {
    scale: { type, domain, nice: false },
    axis: { title, values: ticks, labelExpr: logLabelExpression(ticks, "format(datum.value, '.3~g')") },
  }
}

type Quantity = Exclude<keyof Point, 'series'>

function extent(points: readonly Point[], from: Quantity, to: Quantity): [number, number] {
  return points.reduce(
    ([least, most], point) => [Math.min(least, point[from]), Math.max(most, point[to])],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  )
}

type ScaleType = 'linear' | 'log'

interface Point {
  readonly series: string
  readonly step: number
  readonly median: number
  readonly lowest: number
  readonly highest: number
}

function pointsOf({ label, steps, losses }: LossSeries): Point[] {
  return Array.from(steps, (step, i) => ({ step, found: losses.map((restart) => restart[i]!).filter(Number.isFinite) }))
    .filter(({ found }) => found.length > 0)
    .map(({ step, found }) => {
      found.sort((a, b) => a - b)
      const median = (found[(found.length - 1) >> 1]! + found[found.length >> 1]!) / 2
      return { series: label, step, median, lowest: found[0]!, highest: found.at(-1)! }
    })
}

function checkSeries(series: readonly LossSeries[]): void {
  const most = seriesColors.length * seriesDashes.length
  if (series.length === 0 || series.length > most) {
    throw new InvalidFigureError('series', String(series.length), `from 1 to ${most}`)
  }
  for (const [i, { label, steps, losses }] of series.entries()) {
    if (series.findIndex((other) => other.label === label) !== i) {
      throw new InvalidFigureError(`series[${i}].label`, `'${label}' again`, 'a label of its own')
    }
    checkNumbers(steps, steps.length, `series[${i}].steps`)
    for (let k = 1; k < steps.length; k++) {
      if (!(steps[k]! > steps[k - 1]!)) {
        throw new InvalidFigureError(`series[${i}].steps[${k}]`, String(steps[k]), `more than ${steps[k - 1]}`)
      }
    }
    if (losses.length === 0) throw new InvalidFigureError(`series[${i}].losses`, 'none', 'at least one restart')
    for (const [r, restart] of losses.entries()) {
      if (restart.length !== steps.length) {
        throw new InvalidFigureError(
          `series[${i}].losses[${r}]`,
          `${restart.length} numbers`,
          `${steps.length}, one per step`,
        )
      }
    }
  }
}
