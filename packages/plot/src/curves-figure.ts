/**
 * One quantity against another: measured curves with their spread, and beside them what theory or the paper says. For sweeps
 * (paper §7.1, §9, §12). Losses over training steps are `lossFigure`.
 */
import type { TopLevelSpec } from 'vega-lite'
import { countOf } from './count-of.js'
import type { Figure } from './figure.js'
import { type Guide, type GuideAxes, guideLines, guidesAtX, guidesAtY, guideWords } from './guide.js'
import { InvalidFigureError } from './invalid-figure-error.js'
import { ink, seriesColors, seriesDashes } from './palette.js'
import { type AxisEncoding, canShow, type QuantityAxis, quantityAxis, type ScaleType } from './quantity-axis.js'
import { type FigureText, themedFigure } from './theme.js'

/** Measured numbers. */
export interface Curve {
  /** In the legend; no two curves or references have the same. */
  readonly label: string
  /** `[point]`, in any order. A point whose x is not finite, or not above 0 on a logarithmic axis, is left out. */
  readonly x: ArrayLike<number>
  /** `[point]`. What is infinite, or not above 0 on a logarithmic axis, is drawn at its edge; NaN is left out. */
  readonly y: ArrayLike<number>
  /** `[point]`: the spread around each y, drawn as a band that ends at the edges of the axis. Default: no band. */
  readonly spread?: { readonly lowest: ArrayLike<number>; readonly highest: ArrayLike<number> }
  /** Whether the points are joined in the order given. Default true. */
  readonly joined?: boolean
}

/** What the numbers are compared with: drawn dashed and without points. */
export interface ReferenceCurve {
  readonly label: string
  /** `[point]`, joined in the order given. */
  readonly x: ArrayLike<number>
  /** `[point]`. */
  readonly y: ArrayLike<number>
  /** Label of the curve that it belongs to, whose color it takes. Default: gray. */
  readonly of?: string
}

export interface CurvesInput extends FigureText {
  /** From 1 to 7. */
  readonly curves: readonly Curve[]
  /** Default: none. */
  readonly references?: readonly ReferenceCurve[]
  readonly xAxis: QuantityAxis
  /** A linear axis holds 0 unless its domain says otherwise. */
  readonly yAxis: QuantityAxis
  /** What bands show, for example `band: from the best to the worst restart`; below the title, before what is not drawn as it is. */
  readonly bandMeaning?: string
  /** Places of interest, for example a threshold that theory gives. Default: none. */
  readonly guides?: readonly Guide[]
}

/**
 * Points that are left out, cut off or drawn at an edge are counted below the title.
 *
 * Curves as points joined by lines (of more than 60 points as lines alone), references dashed, guides dotted.
 *
 * @throws {InvalidFigureError} for no curve or more than 7, labels that are not unique, columns of different lengths, a reference
 * to no curve, or when no point can be drawn.
 */
export function curvesFigure(input: CurvesInput): Figure {
  const { curves, references = [], xAxis, yAxis, bandMeaning, guides = [] } = input
  checkCurves(curves, references)
  const scales = { x: xAxis.scale ?? 'linear', y: yAxis.scale ?? 'linear' } as const
  const measured = curves.flatMap((curve) => pointsOf(curve, scales.x))
  const referenced = references.flatMap((reference) => pointsOf(reference, scales.x))
  if (!measured.some(({ y }) => canShow(y, scales.y))) {
    throw new InvalidFigureError('curves', 'no point that can be drawn', 'at least one finite x with its y')
  }
  const all = [...measured, ...referenced]
  const across = [...all.map((point) => point.x), ...guidesAtX(guides)]
  const up = [...all.flatMap(({ y, lowest, highest }) => [y, lowest ?? y, highest ?? y]), ...guidesAtY(guides)]
  const axes = {
    x: quantityAxis(xAxis, across, { field: 'xAxis' }),
    y: quantityAxis(yAxis, up, { field: 'yAxis', fromZero: true }),
  }
  const edges = axes.y.scale.domain as [number, number]
  const points = measured.map((point) => withinEdges(point, scales.y, edges))
  const referencePoints = referenced.map((point) => withinEdges(point, scales.y, edges))
  const x = { ...axes.x, field: 'x', type: 'quantitative' } as const
  const y = { ...axes.y, field: 'y', type: 'quantitative' } as const

  const alone = new Set(curves.filter(({ joined = true }) => !joined).map(({ label }) => label))
  const dotted = new Set(
    curves.filter(({ label, x: { length } }) => !alone.has(label) && length <= mostDots).map(({ label }) => label),
  )
  const labels = [...curves, ...references].map(({ label }) => label)
  const legend = {
    title: null,
    symbolType: 'stroke',
    symbolSize,
    symbolOpacity: 1,
    // Right of the picture, unless words of guides stand there.
    ...(guidesAtY(guides).length === 0 ? { offset: 30 } : ({ orient: 'bottom', columns: 2, offset: 14 } as const)),
  } as const
  const bySeries = { field: 'series', type: 'nominal', legend } as const
  const color = { ...bySeries, scale: { domain: labels, range: colorsOf(curves, references) } }
  const dashes = [
    ...curves.map(() => []),
    ...references.map((_, i) => [...referenceDashes[i % referenceDashes.length]!]),
  ]
  const strokeDash = { ...bySeries, scale: { domain: labels, range: dashes } }
  const shape = {
    ...bySeries,
    scale: { domain: labels, range: labels.map((label) => (alone.has(label) ? smallCircle : 'stroke')) },
  }
  // Only an asked domain can leave points outside; else clipping would halve those on the edge.
  const clip = xAxis.domain !== undefined || yAxis.domain !== undefined
  const order = { field: 'order', type: 'quantitative' } as const

  const lines = [bandMeaning, ...notAsItIs(input, measured, axes)]
  return themedFigure(input, lines, {
    width: 520,
    height: 340,
    layer: [
      ...guideLines(guides, axes),
      {
        data: { values: points.filter(({ lowest }) => lowest !== undefined) },
        mark: { type: 'area', opacity: 0.18, line: false, clip },
        encoding: { x, y: { ...y, field: 'lowest' }, y2: { field: 'highest' }, color },
      },
      {
        data: { values: [...points.filter(({ series }) => !alone.has(series)), ...referencePoints] },
        mark: { type: 'line', strokeWidth: 2.5, clip },
        encoding: { x, y, color, strokeDash, order },
      },
      {
        data: { values: points.filter(({ series }) => dotted.has(series)) },
        mark: { type: 'circle', size: 55, opacity: 1, clip },
        encoding: { x, y, color },
      },
      {
        data: { values: points.filter(({ series }) => alone.has(series)) },
        mark: { type: 'point', filled: true, size: symbolSize, opacity: 1, clip },
        encoding: { x, y, color, shape },
      },
      ...guideWords(guides, axes),
    ],
  } satisfies Partial<TopLevelSpec>)
}

/** A curve of more points is its line alone: the dots would run together. */
const mostDots = 60

/** Area in pixels of the signs in the legend; lines are as long as its root. */
const symbolSize = 700

/** As signs of one legend have one size, the point of a curve that is not joined is a circle that does not fill its sign. */
const smallCircle = 'M0.32,0A0.32,0.32,0,1,1,-0.32,0A0.32,0.32,0,1,1,0.32,0'

const referenceDashes = seriesDashes.slice(1)

interface Point {
  readonly series: string
  readonly order: number
  readonly x: number
  readonly y: number
  readonly lowest?: number
  readonly highest?: number
}

/** Points with a place on the x axis and a number y, which may be infinite. */
function pointsOf(curve: Curve | ReferenceCurve, xScale: ScaleType): Point[] {
  const spread = 'spread' in curve ? curve.spread : undefined
  const points = Array.from(curve.x, (x, order) => {
    const [lowest, highest] = [spread?.lowest[order], spread?.highest[order]]
    const point = { series: curve.label, order, x, y: curve.y[order]! }
    const isBand = lowest !== undefined && highest !== undefined && !Number.isNaN(lowest) && !Number.isNaN(highest)
    return isBand ? { ...point, lowest, highest } : point
  })
  return points.filter(({ x, y }) => canShow(x, xScale) && !Number.isNaN(y))
}

/** The point with what the axis has no place for at its edges. */
function withinEdges(point: Point, scale: ScaleType, [low, high]: readonly [number, number]): Point {
  const shown = (value: number) => (canShow(value, scale) ? value : value > 0 ? high : low)
  const { y, lowest, highest } = point
  const band = lowest !== undefined && highest !== undefined && { lowest: shown(lowest), highest: shown(highest) }
  return { ...point, y: shown(y), ...band }
}

/** In words, all points of curves that are not drawn where their numbers are. */
function notAsItIs(
  { curves, yAxis }: CurvesInput,
  measured: readonly Point[],
  { x, y }: GuideAxes,
): (string | undefined)[] {
  const total = curves.reduce((sum, curve) => sum + curve.x.length, 0)
  const [atEdge, beyond] = [[] as Point[], [] as Point[]]
  const inside = (value: number, { scale: { domain } }: AxisEncoding) => value >= domain[0]! && value <= domain[1]!
  const bands = measured.filter(({ lowest }) => lowest !== undefined)
  const cut = bands.filter(({ lowest, highest }) => !(inside(lowest!, y) && inside(highest!, y)))
  for (const point of measured) {
    if (!canShow(point.y, yAxis.scale)) atEdge.push(point)
    else if (!(inside(point.x, x) && inside(point.y, y))) beyond.push(point)
  }
  const kind = yAxis.scale === 'log' ? '≤ 0 or infinite' : 'infinite'
  return [
    countOf(atEdge.length, total, (share) => `${share} points are ${kind}: drawn at the edge`),
    countOf(beyond.length, total, (share) => `${share} points lie beyond the axes`),
    countOf(cut.length, bands.length, (share) => `the band is cut off at the edge at ${share} points`),
    countOf(total - measured.length, total, (share) => `${share} points have no place on the axes: left out`),
  ]
}

function colorsOf(curves: readonly Curve[], references: readonly ReferenceCurve[]): string[] {
  const own = curves.map((_, i) => seriesColors[i]!)
  const belongs = references.map(({ of }) => own[curves.findIndex(({ label }) => label === of)] ?? ink)
  return [...own, ...belongs]
}

function checkCurves(curves: readonly Curve[], references: readonly ReferenceCurve[]): void {
  if (curves.length === 0 || curves.length > seriesColors.length) {
    throw new InvalidFigureError('curves', String(curves.length), `from 1 to ${seriesColors.length}`)
  }
  const seen = new Set<string>()
  const check = (curve: Curve | ReferenceCurve, field: string) => {
    if (seen.has(curve.label)) {
      throw new InvalidFigureError(`${field}.label`, `'${curve.label}' again`, 'a label of its own')
    }
    seen.add(curve.label)
    const spread = 'spread' in curve ? curve.spread : undefined
    const columns = { y: curve.y, 'spread.lowest': spread?.lowest, 'spread.highest': spread?.highest }
    for (const [name, column] of Object.entries(columns)) {
      if (column !== undefined && column.length !== curve.x.length) {
        throw new InvalidFigureError(`${field}.${name}`, `${column.length} numbers`, `${curve.x.length}, as x`)
      }
    }
  }
  for (const [i, curve] of curves.entries()) check(curve, `curves[${i}]`)
  for (const [i, reference] of references.entries()) {
    check(reference, `references[${i}]`)
    if (reference.of !== undefined && !curves.some(({ label }) => label === reference.of)) {
      throw new InvalidFigureError(`references[${i}].of`, `'${reference.of}'`, 'the label of a curve')
    }
  }
}
