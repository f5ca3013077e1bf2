/** Losses over training: one line per series, with the spread of its restarts. */
import type { TopLevelSpec } from 'vega-lite'
import { checkNumbers } from './check-numbers.js'
import { countOf } from './count-of.js'
import type { Figure } from './figure.js'
import { InvalidFigureError } from './invalid-figure-error.js'
import { seriesColors, seriesDashes } from './palette.js'
import { canShow, type QuantityAxis, quantityAxis, type ScaleType } from './quantity-axis.js'
import { type FigureText, themedFigure } from './theme.js'

/** Losses of one model over training. */
export interface LossSeries {
  /** In the legend; no two series have the same. */
  readonly label: string
  /** `[point]`: training steps, finite, ascending. */
  readonly steps: ArrayLike<number>
  /**
   * `[restart][point]`: at least one restart. A loss that is not finite counts as worse than all others. Of several restarts the
   * median is drawn as a line and the range from best to worst as a band.
   */
  readonly losses: readonly ArrayLike<number>[]
}

export interface LossInput extends FigureText {
  /** At least one; the legend keeps their order. */
  readonly series: readonly LossSeries[]
  /** What the losses are, along their axis: for example `loss of the batch` or `loss on fresh samples`. Default `loss`. */
  readonly lossTitle?: string
  /** What each list of losses belongs to, in words. Default `restart`. */
  readonly each?: string
  /** Default `linear`. On `log`, points at step 0 are left out, which the subtitle says. */
  readonly stepScale?: 'linear' | 'log'
  /** Default `log`, on which losses ≤ 0 are drawn at the lower edge, which the subtitle says. */
  readonly lossScale?: 'linear' | 'log'
}

/**
 * Up to seven series differ by color, up to 28 by color and dashes. What is beyond the axes is drawn at their edge and counted below
 * the title: no step is left out because of its loss.
 *
 * @throws {InvalidFigureError} for no series or more than 28, labels that are not unique, steps that do not ascend, losses
 * that are not one per step, or when no loss can be drawn.
 */
export function lossFigure(input: LossInput): Figure {
  const { series, lossTitle = 'loss', each = 'restart', stepScale = 'linear', lossScale = 'log' } = input
  checkSeries(series)
  const all = series.flatMap(pointsOf)
  const shown = all.filter(({ step }) => canShow(step, stepScale))
  const range = rangeOf(series, stepScale, lossScale)
  if (range === undefined) {
    throw new InvalidFigureError('series', 'no point that can be drawn', 'at least one finite loss, > 0 on a log axis')
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
  const steps = shown.map(({ step }) => step)
  const ends = [steps.reduce((a, b) => Math.min(a, b)), steps.reduce((a, b) => Math.max(a, b))] as const
  const stepAxis = { title: 'training step', scale: stepScale, whole: true, ...(ends[0] < ends[1] && { domain: ends }) }
  const losses = quantityAxis(lossAxis(range, lossTitle, lossScale), range, { field: 'series', fromZero: true })
  const upper = losses.scale.domain[1]!
  const points = shown.map((point) => ({
    ...point,
    median: Math.min(point.median, upper),
    highest: Math.min(point.highest, upper),
    lowest: Math.min(point.lowest, upper),
  }))
  const x = { field: 'step', type: 'quantitative', ...quantityAxis(stepAxis, steps, { field: 'series' }) } as const
  const y = { ...losses, type: 'quantitative', scale: { ...losses.scale, clamp: true } } as const
  const line = {
    mark: { type: 'line', strokeWidth: 2.5, point: points.length === series.length },
    encoding: { x, y: { ...y, field: 'median' }, color, strokeDash },
  } as const
  const band = {
    mark: { type: 'area', opacity: 0.15, line: false },
    encoding: { x, y: { ...y, field: 'lowest' }, y2: { field: 'highest' }, color },
  } as const
  const spread = series.some(({ losses }) => losses.length > 1)
  const lines = [
    spread ? `line: median, band: from the best to the worst ${each}` : undefined,
    ...beyondAxes(input, all, shown),
  ]
  return themedFigure(input, lines, {
    data: { values: points },
    width: 560,
    height: 340,
    layer: spread ? [band, line] : [line],
  } satisfies Partial<TopLevelSpec>)
}

const bySeries = { field: 'series', type: 'nominal' } as const

/** The least and the largest loss that has a place on its axis, of all that are at a step that has one. */
function rangeOf(
  series: readonly LossSeries[],
  stepScale: ScaleType,
  lossScale: ScaleType,
): readonly [number, number] | undefined {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { steps, losses } of series) {
    for (const restart of losses) {
      for (let i = 0; i < steps.length; i++) {
        const loss = restart[i]!
        if (!canShow(steps[i]!, stepScale) || !canShow(loss, lossScale)) continue
        least = Math.min(least, loss)
        most = Math.max(most, loss)
      }
    }
  }
  return least <= most ? [least, most] : undefined
}

/** A logarithmic axis ends a tenth beyond the losses, so that no curve runs along the edge. */
function lossAxis([least, most]: readonly [number, number], title: string, scale: ScaleType): QuantityAxis {
  if (scale === 'linear') return { title, scale }
  return { title, scale, domain: [Math.max(Number.MIN_VALUE, least / 1.1), Math.min(Number.MAX_VALUE, most * 1.1)] }
}

/** In words, everything that is not drawn where its numbers are. */
function beyondAxes(
  { series, each = 'restart', lossScale = 'log' }: LossInput,
  all: readonly Point[],
  shown: readonly Point[],
): (string | undefined)[] {
  const several = series.some(({ losses }) => losses.length > 1)
  const zeroLine = lossScale === 'linear' ? 0 : shown.filter(({ median }) => median <= 0).length
  const zeroBand = lossScale === 'linear' ? 0 : shown.filter(({ lowest, median }) => lowest <= 0 && median > 0).length
  const lists = series.flatMap(({ losses }) => losses)
  const wild = lists.filter((losses) => !Array.from(losses).every(Number.isFinite)).length
  return [
    countOf(
      zeroLine,
      shown.length,
      (share) => `${several ? 'median' : 'loss'} 0 at ${share} steps: drawn at the lower edge`,
    ),
    countOf(
      zeroBand,
      shown.length,
      (share) => `best ${each} 0 at ${share} steps: the band is cut off at the lower edge`,
    ),
    countOf(wild, lists.length, (share) => `losses not finite in ${share} ${each}s: drawn at the upper edge`),
    all.length > shown.length ? 'step 0 is left out: the axis is logarithmic' : undefined,
  ]
}

interface Point {
  readonly series: string
  readonly step: number
  readonly median: number
  readonly lowest: number
  readonly highest: number
}

/** Losses that are not finite become Infinity. */
function pointsOf({ label, steps, losses }: LossSeries): Point[] {
  return Array.from(steps, (step, i) => {
    const found = losses.map((restart) => (Number.isFinite(restart[i]!) ? restart[i]! : Number.POSITIVE_INFINITY))
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
