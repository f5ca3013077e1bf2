/**
 * What becomes of an extra feature at each relative importance and density: trained models and theory side by side (paper §5).
 * Panels come as numbers; which state is best in theory is @digon/theory.
 */
import type { Matrix } from '@digon/matrix'
import type { TopLevelSpec } from 'vega-lite'
import { cellEdges } from './cell-edges.js'
import { checkMatrix, checkNumbers } from './check-numbers.js'
import type { Figure } from './figure.js'
import { InvalidFigureError } from './invalid-figure-error.js'
import type { Layer } from './layer.js'
import { background, ink } from './palette.js'
import { phaseColor, phaseSteps } from './phase-color.js'
import { quantityAxis } from './quantity-axis.js'
import { rimmedText } from './rimmed-text.js'
import { type FigureText, themedFigure } from './theme.js'

/** One diagram, trained or theoretical. */
export interface PhasePanel {
  /** Above the panel, for example `trained` or `theory`. */
  readonly title: string
  /** `[importance]`: relative importance of the extra feature, > 0, ascending. */
  readonly relativeImportances: ArrayLike<number>
  /** `[probability]`: density 1 − S, > 0 and at most 1, ascending. */
  readonly probabilities: ArrayLike<number>
  /** What becomes of the extra feature, `[probability, importance]`: two numbers, or a state of theory. */
  readonly cells: PhaseNumbers | { readonly states: readonly (readonly PhaseState[])[] }
}

/** Of the extra feature, as measured. */
export interface PhaseNumbers {
  /** `[probability, importance]`: ‖W_extra‖, ≥ 0. */
  readonly norm: Matrix
  /** `[probability, importance]`: Σ_j (Ŵ_extra·W_j)² over the other features j, ≥ 0. */
  readonly superposition: Matrix
}

/** Of the extra feature in theory; drawn as the color key's corners. */
export type PhaseState = 'not represented' | 'dedicated' | 'superposition'

/** One cell of a diagram. */
export interface PhasePoint {
  readonly relativeImportance: number
  /** Density 1 − S. */
  readonly probability: number
}

export interface PhaseDiagramInput extends FigureText {
  /** At least one; the trained models first. */
  readonly panels: readonly PhasePanel[]
  /** Curves between the phases of theory, drawn over every panel, points joined in the order given. Default: none. */
  readonly boundaries?: readonly { readonly points: readonly PhasePoint[] }[]
  /** Where phases meet, drawn as a ring over every panel. Default: none. */
  readonly triplePoint?: PhasePoint
  /** Names of regions, written over every panel at their places. Default: none. */
  readonly regions?: readonly (PhasePoint & { readonly label: string })[]
  /** What the extra feature is called on the axis. Default `extra feature`. */
  readonly featureName?: string
}

const panelSize = 300
const keySize = 110

/**
 * Grids with a two-dimensional color key: light where the extra feature is not represented, blue where it has a dimension of its
 * own, red where it is in superposition. Importance grows to the right, density upwards, both logarithmic; a cell reaches half
 * way to its neighbors.
 *
 * @throws {InvalidFigureError} for no panel, axes that are not ascending or out of range, or cells of another shape than the axes.
 * @throws {ShapeError} when a number is not finite.
 */
export function phaseDiagramFigure(input: PhaseDiagramInput): Figure {
  const { panels, featureName = 'extra feature' } = input
  if (panels.length === 0) throw new InvalidFigureError('panels', 'none', 'at least one')
  for (const [i, panel] of panels.entries()) checkPanel(panel, `panels[${i}]`)
  return themedFigure(input, [], {
    hconcat: [...panels.map((panel, i) => panelOf(panel, input, i === 0, featureName)), colorKey(featureName)],
    // Frames without their axes, so that all panels stand on one line.
    bounds: 'flush',
    spacing: 80,
  } satisfies Partial<TopLevelSpec>)
}

type Part = Extract<TopLevelSpec, { hconcat: readonly unknown[] }>['hconcat'][number]

const smallTitle = (text: string) =>
  ({ text, fontSize: 15, fontWeight: 'normal', anchor: 'middle', offset: 8 }) as const

function panelOf(panel: PhasePanel, input: PhaseDiagramInput, first: boolean, featureName: string): Part {
  const across = cellEdges(panel.relativeImportances, 'log')
  const up = cellEdges(panel.probabilities, 'log')
  const importance = { title: `relative importance of the ${featureName}`, scale: 'log', domain: ends(across) } as const
  const density = { title: first ? 'density 1 − S' : '', scale: 'log', domain: ends(up) } as const
  const x = { ...quantityAxis(importance, [], { field: 'relativeImportances' }), type: 'quantitative' } as const
  const y = { ...quantityAxis(density, [], { field: 'probabilities' }), type: 'quantitative' } as const
  const fill = { field: 'color', type: 'nominal', scale: null, legend: null } as const
  return {
    title: smallTitle(panel.title),
    width: panelSize,
    height: panelSize,
    layer: [
      {
        data: { values: cellsOf(panel, across, up) },
        // The stroke closes the seams that rounding to pixels leaves between cells.
        mark: { type: 'rect', strokeWidth: 0.7 },
        encoding: {
          x: { ...x, field: 'left' },
          x2: { field: 'right' },
          y: { ...y, field: 'low' },
          y2: { field: 'high' },
          fill,
          stroke: fill,
        },
      },
      ...overlay(input, { ...x, field: 'relativeImportance' }, { ...y, field: 'probability' }),
    ],
  }
}

/** Lines and words over the cells of a panel. */
function overlay({ boundaries = [], triplePoint, regions = [] }: PhaseDiagramInput, x: Place, y: Place): Layer[] {
  const lines = boundaries.flatMap(({ points }, boundary) =>
    points.map((point, order) => ({ ...point, boundary, order })),
  )
  const meeting = triplePoint === undefined ? [] : [triplePoint]
  const line = (color: string, strokeWidth: number): Layer => ({
    data: { values: lines },
    mark: { type: 'line', clip: true, color, strokeWidth },
    encoding: {
      x,
      y,
      detail: { field: 'boundary', type: 'nominal' },
      order: { field: 'order', type: 'quantitative' },
    },
  })
  return [
    // Light under dark, so that lines can be seen over every color of the key.
    line(background, 5),
    line(ink, 2),
    {
      data: { values: meeting },
      mark: {
        type: 'point',
        shape: 'circle',
        filled: true,
        fill: background,
        stroke: ink,
        strokeWidth: 2,
        size: 90,
        opacity: 1,
      },
      encoding: { x, y },
    },
    ...rimmedText(regions, { fontSize: 14 }, { x, y }),
  ]
}

type Place = { field: string; type: 'quantitative' } & ReturnType<typeof quantityAxis>

/** The square of all colors: norm to the right, superposition upwards. */
function colorKey(featureName: string): Part {
  const steps = Array.from({ length: phaseSteps + 1 }, (_, i) => i / phaseSteps)
  const half = 0.5 / phaseSteps
  const values = steps.flatMap((superposition) =>
    steps.map((norm) => ({
      left: norm - half,
      right: norm + half,
      low: superposition - half,
      high: superposition + half,
      color: phaseColor(norm, superposition),
    })),
  )
  const scale = { domain: [-half, 1 + half], nice: false, zero: false }
  const axis = (title: string) => ({
    title,
    values: [0, 1],
    grid: false,
    labelExpr: "datum.value < 1 ? '0' : '≥ 1'",
  })
  const fill = { field: 'color', type: 'nominal', scale: null, legend: null } as const
  return {
    title: smallTitle(featureName),
    width: keySize,
    height: keySize,
    data: { values },
    mark: { type: 'rect', strokeWidth: 0.7 },
    encoding: {
      x: { field: 'left', type: 'quantitative', scale, axis: axis('norm') },
      x2: { field: 'right' },
      y: { field: 'low', type: 'quantitative', scale, axis: axis('superposition') },
      y2: { field: 'high' },
      fill,
      stroke: fill,
    },
  }
}

const ends = (edges: readonly number[]): [number, number] => [edges[0]!, edges.at(-1)!]

interface Cell {
  readonly left: number
  right: number
  readonly low: number
  readonly high: number
  readonly color: string
}

/** Neighbors of one color in a row are one rectangle, which keeps fine grids of theory small. */
function cellsOf({ cells }: PhasePanel, across: readonly number[], up: readonly number[]): Cell[] {
  const found: Cell[] = []
  for (let row = 0; row + 1 < up.length; row++) {
    for (let column = 0; column + 1 < across.length; column++) {
      const color = colorAt(cells, row, column)
      const before = found.at(-1)
      if (column > 0 && before?.color === color) before.right = across[column + 1]!
      else found.push({ left: across[column]!, right: across[column + 1]!, low: up[row]!, high: up[row + 1]!, color })
    }
  }
  return found
}

/** Norm and superposition that stand for a state of theory. */
const corners: Readonly<Record<PhaseState, readonly [number, number]>> = {
  'not represented': [0, 0],
  dedicated: [1, 0],
  superposition: [1, 1],
}

function colorAt(cells: PhasePanel['cells'], row: number, column: number): string {
  if ('states' in cells) return phaseColor(...corners[cells.states[row]![column]!])
  const at = row * cells.norm.columns + column
  return phaseColor(cells.norm.values[at]!, cells.superposition.values[at]!)
}

function checkPanel({ relativeImportances, probabilities, cells }: PhasePanel, field: string): void {
  checkAxis(relativeImportances, `${field}.relativeImportances`, Number.POSITIVE_INFINITY)
  checkAxis(probabilities, `${field}.probabilities`, 1)
  const [rows, columns] = [probabilities.length, relativeImportances.length]
  if (!('states' in cells)) {
    checkMatrix(cells.norm, rows, columns, `${field}.cells.norm`)
    checkMatrix(cells.superposition, rows, columns, `${field}.cells.superposition`)
    return
  }
  if (cells.states.length !== rows) {
    throw new InvalidFigureError(`${field}.cells.states`, `${cells.states.length} rows`, `${rows}, one per probability`)
  }
  for (const [row, states] of cells.states.entries()) {
    if (states.length !== columns) {
      throw new InvalidFigureError(
        `${field}.cells.states[${row}]`,
        `${states.length} states`,
        `${columns}, one per relative importance`,
      )
    }
    const unknown = states.find((state) => !Object.hasOwn(corners, state))
    if (unknown !== undefined) {
      throw new InvalidFigureError(`${field}.cells.states[${row}]`, `'${unknown}'`, Object.keys(corners).join(', '))
    }
  }
}

function checkAxis(values: ArrayLike<number>, field: string, most: number): void {
  checkNumbers(values, values.length, field)
  if (values.length === 0) throw new InvalidFigureError(field, 'none', 'at least one')
  for (let i = 0; i < values.length; i++) {
    const least = i === 0 ? 0 : values[i - 1]!
    if (!(values[i]! > least && values[i]! <= most)) {
      const limit = most === Number.POSITIVE_INFINITY ? '' : ` and at most ${most}`
      throw new InvalidFigureError(`${field}[${i}]`, String(values[i]), `more than ${least}${limit}`)
    }
  }
}
