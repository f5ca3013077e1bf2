/** Heat maps of W Wᵀ with the output bias as a column beside (paper §3, left part of its figure), one panel per model. */
import { type Matrix, toRows } from '@digon/matrix'
import type { TopLevelSpec } from 'vega-lite'
import { checkMatrix, checkNumbers } from './check-numbers.js'
import type { Figure } from './figure.js'
import { type PanelLabel, panelGrid } from './panel.js'
import { signedColor } from './signed-color.js'
import { type FigureText, themedFigure } from './theme.js'
import { featureTicks } from './ticks.js'

export interface GramPanel extends PanelLabel {
  /** `[feature, feature]`: W Wᵀ, as `gramMatrix` of @digon/metrics gives it; of an untied model W·V. */
  readonly gram: Matrix
  /** `[feature]`: the output bias. Default: no column. */
  readonly bias?: ArrayLike<number>
}

export interface GramInput extends FigureText {
  /** At least one, in reading order; all with the same number of features, and all or none with a bias. */
  readonly panels: readonly GramPanel[]
  /** What the matrices are, for the legend. Default `W Wᵀ`. */
  readonly product?: string
  /** Panels in a row, an integer ≥ 1. Default 4. */
  readonly columns?: number
}

/** Side of a heat map in pixels, about: cells are whole pixels, and never smaller than 2. */
const mapSize = 220

/**
 * One cell per pair of features and one per bias, from −1 (blue) over 0 (nearly white) to 1 (red); what lies beyond takes the
 * color of the end. Values are rounded to hundredths, and zeros left out, which keeps figures of many features small.
 *
 * @throws {InvalidFigureError} when matrices or biases differ in size, or only some panels have a bias.
 * @throws {ShapeError} when an entry is not finite.
 */
export function gramFigure(input: GramInput): Figure {
  const { panels, columns = 4, product = 'W Wᵀ' } = input
  const grid = panelGrid(panels, columns)
  const featureCount = panels[0]!.gram.rows
  const withBias = panels[0]!.bias !== undefined
  for (const [i, { gram, bias }] of panels.entries()) {
    checkMatrix(gram, featureCount, featureCount, `panels[${i}].gram`)
    if (withBias || bias !== undefined) checkNumbers(bias ?? [], withBias ? featureCount : 0, `panels[${i}].bias`)
  }
  const cell = Math.max(2, Math.round(mapSize / Math.max(1, featureCount)))
  // The bias column is 12 pixels wide or a cell, after a gap of the same size, in units of cells.
  const column = Math.max(1, 12 / cell)
  const layout: Layout = { featureCount, biasAt: featureCount + column, biasWidth: withBias ? column : 0 }
  const right = withBias ? layout.biasAt + column : featureCount
  const ticks = featureTicks(featureCount).map((feature) => feature + 0.5)
  const axis = { domain: false, ticks: false, grid: false }
  const label = 'format(datum.value - 0.5, "d")'
  const x = {
    ...axis,
    title: 'feature j',
    values: withBias ? [...ticks, layout.biasAt + column / 2] : ticks,
    labelExpr: `datum.value > ${featureCount} ? 'b' : ${label}`,
  }
  const y = { ...axis, title: 'feature i', values: ticks, labelExpr: label }

  return themedFigure(input, [], {
    data: { values: panels.flatMap((panel, i) => strips(panel, i, layout)) },
    transform: [
      { flatten: ['column', 'value'] },
      { calculate: 'datum.column + datum.width', as: 'right' },
      { calculate: 'datum.row + datum.height', as: 'bottom' },
    ],
    ...grid,
    spec: {
      width: Math.round(right * cell),
      height: featureCount * cell,
      mark: 'rect',
      encoding: {
        x: { field: 'column', type: 'quantitative', scale: { domain: [0, right], nice: false }, axis: x },
        x2: { field: 'right' },
        y: { field: 'row', type: 'quantitative', scale: { domain: [featureCount, 0], nice: false }, axis: y },
        y2: { field: 'bottom' },
        color: {
          field: 'value',
          ...signedColor(withBias ? `${product}, bias b` : product),
        },
      },
    },
  } satisfies Partial<TopLevelSpec>)
}

interface Layout {
  readonly featureCount: number
  /** Left edge and width of the bias column, in cells. */
  readonly biasAt: number
  readonly biasWidth: number
}

/** Cells of one height, one width and one row, from `column` on. */
interface Strip {
  readonly panel: number
  readonly row: number
  readonly height: number
  readonly width: number
  readonly column: readonly number[]
  readonly value: readonly number[]
}

function strips({ gram, bias }: GramPanel, panel: number, { featureCount, biasAt, biasWidth }: Layout): Strip[] {
  const empty = { panel, row: 0, height: featureCount, value: [0] }
  const cells: Strip[] = [{ ...empty, width: featureCount, column: [0] }]
  if (bias !== undefined) cells.push({ ...empty, width: biasWidth, column: [biasAt] })
  for (const [row, products] of toRows(gram).entries()) {
    const values = products.map(hundredths)
    const column = [...values.keys()].filter((j) => values[j] !== 0)
    if (column.length > 0) cells.push({ panel, row, height: 1, width: 1, column, value: column.map((j) => values[j]!) })
    const value = bias === undefined ? 0 : hundredths(bias[row]!)
    if (value !== 0) cells.push({ panel, row, height: 1, width: biasWidth, column: [biasAt], value: [value] })
  }
  return cells
}

const hundredths = (value: number): number => Math.round(value * 100) / 100 + 0
