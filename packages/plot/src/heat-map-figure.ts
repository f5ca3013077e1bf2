/** One measured quantity over two axes of a sweep, as a grid of colored cells, with curves of theory over it where there are any. */
import type { TopLevelSpec } from 'vega-lite'
import { cellEdges } from './cell-edges.js'
import { countOf } from './count-of.js'
import type { Figure } from './figure.js'
import { InvalidFigureError } from './invalid-figure-error.js'
import type { Layer } from './layer.js'
import { background, ink, quantityColors } from './palette.js'
import { canShow, type QuantityAxis, quantityAxis, type ScaleType } from './quantity-axis.js'
import { type FigureText, themedFigure } from './theme.js'

/** Numbers at their places, or words (of at least one of which there is no number) side by side. */
export type HeatMapAxis =
  | (Pick<QuantityAxis, 'title' | 'scale'> & { /** Ascending, at least one. */ readonly values: readonly number[] })
  | { readonly title: string /** At least one, no two equal. */; readonly labels: readonly string[] }

export interface HeatMapInput extends FigureText {
  readonly xAxis: HeatMapAxis
  readonly yAxis: HeatMapAxis
  /** `[y][x]`; null or NaN is left empty, what the scale has no place for has the color of its end; the subtitle counts both. */
  readonly cells: readonly (readonly (number | null)[])[]
  /** What the color stands for, with its unit if it has one. */
  readonly quantity: string
  /** Of the colors. Default `linear`. */
  readonly scale?: ScaleType
  /** Curves of theory over cells of numbers, points joined in the order given. Default: none. */
  readonly boundaries?: readonly { readonly x: readonly number[]; readonly y: readonly number[] }[]
}

/** Positions of an axis are of one of two kinds, which Vega-Lite's types cannot follow. */
type UnitEncoding = Extract<Layer, { mark: unknown }>['encoding']

const side = 420

/**
 * Light cells have little of the quantity, dark ones much. Cells of numbers reach half way to their neighbors.
 *
 * @throws {InvalidFigureError} for an axis that is empty or does not ascend, cells of another shape, or when no cell can be shown.
 */
export function heatMapFigure(input: HeatMapInput): Figure {
  const { xAxis, yAxis, cells, quantity, scale = 'linear', boundaries = [] } = input
  const [x, y] = [channel(xAxis, 'x'), channel(yAxis, 'y')]
  if (cells.length !== y.cells.length) {
    throw new InvalidFigureError('cells', `${cells.length} rows`, `${y.cells.length}, one per value of y`)
  }
  const values = cells.flatMap((row, atY) => {
    if (row.length !== x.cells.length) {
      throw new InvalidFigureError(`cells[${atY}]`, `${row.length} cells`, `${x.cells.length}, one per value of x`)
    }
    return row.flatMap((value, atX) =>
      value === null || Number.isNaN(value) ? [] : [{ ...x.cells[atX]!, ...y.cells[atY]!, value }],
    )
  })
  const { scale: domain, axis } = quantityAxis(
    { title: quantity, scale },
    values.map(({ value }) => value),
    { field: 'cells' },
  )
  const [low, high] = domain.domain as [number, number]
  const shown = values.map((cell) => ({
    ...cell,
    value: canShow(cell.value, scale) ? cell.value : cell.value > 0 ? high : low,
  }))
  const total = x.cells.length * y.cells.length
  const atEnd = values.filter(({ value }) => !canShow(value, scale)).length
  const color = {
    field: 'value',
    type: 'quantitative',
    scale: { ...domain, range: [...quantityColors], interpolate: 'rgb' },
    legend: {
      title: quantity,
      type: 'gradient',
      gradientLength: 260,
      values: axis.values,
      labelExpr: axis.labelExpr,
    },
  } as const
  const boundaryPoints = boundaries.flatMap(({ x: across, y: up }, boundary) =>
    across.map((atX, order) => ({ xCurve: atX, yCurve: up[order]!, boundary, order })),
  )
  const line = (stroke: string, strokeWidth: number): Layer => ({
    data: { values: boundaryPoints },
    mark: { type: 'line', clip: true, color: stroke, strokeWidth },
    encoding: {
      x: { ...x.position, field: 'xCurve' },
      y: { ...y.position, field: 'yCurve' },
      detail: { field: 'boundary', type: 'nominal' },
      order: { field: 'order', type: 'quantitative' },
    } as unknown as UnitEncoding,
  })
  const lines = [
    countOf(
      atEnd,
      total,
      (share) => `${share} cells are ${scale === 'log' ? '0 or ' : ''}infinite: colored as the end`,
    ),
    countOf(total - values.length, total, (share) => `${share} cells have no number: empty`),
  ]
  return themedFigure(input, lines, {
    width: side,
    height: side,
    layer: [
      {
        data: { values: shown },
        mark: { type: 'rect' },
        encoding: {
          ...x.encoding,
          ...y.encoding,
          color,
        } as unknown as UnitEncoding,
      },
      ...(boundaryPoints.length > 0 ? [line(background, 5), line(ink, 2)] : []),
    ],
  } satisfies Partial<TopLevelSpec>)
}

/** The data of each cell along an axis, and how Vega-Lite places it. */
function channel(axis: HeatMapAxis, name: 'x' | 'y') {
  if ('labels' in axis) {
    const { labels, title } = axis
    if (labels.length === 0) throw new InvalidFigureError(`${name}Axis.labels`, 'none', 'at least one')
    const again = labels.find((label, index) => labels.indexOf(label) < index)
    if (again !== undefined)
      throw new InvalidFigureError(`${name}Axis.labels`, `'${again}' again`, 'labels that differ')
    const sort = name === 'x' ? [...labels] : [...labels].reverse()
    const position = { field: name, type: 'ordinal', sort, axis: { title, grid: false, labelAngle: 0 } } as const
    return { cells: labels.map((label) => ({ [name]: label })), position, encoding: { [name]: position } }
  }
  const { values, scale = 'linear', title } = axis
  if (values.length === 0) throw new InvalidFigureError(`${name}Axis.values`, 'none', 'at least one')
  const wrong = values.findIndex((value, i) => !canShow(value, scale) || (i > 0 && value <= values[i - 1]!))
  if (wrong >= 0) {
    const expected = `an ascending, finite number${scale === 'log' ? ' > 0' : ''}`
    throw new InvalidFigureError(`${name}Axis.values[${wrong}]`, String(values[wrong]), expected)
  }
  const edges = cellEdges(values, scale)
  const domain = [edges[0]!, edges.at(-1)!] as const
  const placed = quantityAxis({ title, scale, domain }, [], { field: `${name}Axis` })
  const position = { ...placed, field: name, type: 'quantitative' } as const
  return {
    cells: values.map((_, i) => ({ [name]: edges[i]!, [`${name}End`]: edges[i + 1]! })),
    position,
    encoding: { [name]: position, [`${name}2`]: { field: `${name}End` } },
  }
}
