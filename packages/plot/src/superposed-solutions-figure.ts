/**
 * Many solutions in one plane, colored by the quantity that was varied between them (paper §7.1: pentagons and pairs of digons
 * over the relative density of one feature).
 */
import type { Matrix } from '@digon/matrix'
import type { TopLevelSpec } from 'vega-lite'
import { checkMatrix } from './check-numbers.js'
import type { Figure } from './figure.js'
import { InvalidFigureError } from './invalid-figure-error.js'
import { ink, relativeDensityColors } from './palette.js'
import { type PanelLabel, panelGrid } from './panel.js'
import { circleInWords, planePosition, planeReach, scaleCircle } from './plane.js'
import { type FigureText, themedFigure } from './theme.js'
import { labelExpression, logTicks } from './ticks.js'

/** One solution among many in the same plane. */
export interface SuperposedSolution {
  /** `[feature, 2]`; turned onto a common orientation by the caller. */
  readonly weights: Matrix
  /** Density of the varied feature in units of the others' density, > 0: the color, on a logarithmic scale with 1 in the middle. */
  readonly relativeDensity: number
}

export interface SuperposedPanel extends PanelLabel {
  /** At least one. */
  readonly solutions: readonly SuperposedSolution[]
}

export interface SuperposedSolutionsInput extends FigureText {
  /** At least one, in reading order; all solutions with the same number of features. */
  readonly panels: readonly SuperposedPanel[]
  /** Index of the varied feature, marked by a ring. Default: none is marked. */
  readonly variedFeature?: number
  /** Panels in a row, an integer ≥ 1. Default 3. */
  readonly columns?: number
}

const panelSize = 260

/**
 * Every feature of every solution as a dot, blue where the varied feature is sparser than the others, yellow where it is denser.
 * The circle has radius 1; all panels share one scale, equal on both axes.
 *
 * @throws {InvalidFigureError} for no solution, different numbers of features, of hidden dimensions than 2, or a density ≤ 0.
 * @throws {ShapeError} when a weight is not finite.
 */
export function superposedSolutionsFigure(input: SuperposedSolutionsInput): Figure {
  const { panels, variedFeature, columns = 3 } = input
  const grid = panelGrid(panels, columns)
  checkPanels(panels, variedFeature)
  const all = panels.flatMap(({ solutions }) => solutions)
  const reach = planeReach(all.map(({ weights }) => weights))
  const position = planePosition(reach)
  const densities = all.map(({ relativeDensity }) => relativeDensity)
  const [least, most] = [Math.min(0.5, ...densities), Math.max(2, ...densities)]
  const middle = (relativeDensityColors.length - 1) / 2
  // Equal density has the middle color, whichever side reaches farther.
  const stops = relativeDensityColors.map((_, i) => (i < middle ? least : most) ** (Math.abs(i - middle) / middle))
  const ticks = logTicks(least, most)
  const color = {
    field: 'relativeDensity',
    type: 'quantitative',
    scale: {
      type: 'log',
      domain: stops,
      range: [...relativeDensityColors],
      interpolate: 'rgb',
    },
    legend: { title: 'relative density', type: 'gradient', values: ticks, labelExpr: labelExpression(ticks) },
  } as const
  const dots = panels.flatMap(dotsOf)

  const ringed = variedFeature === undefined ? '' : '; ringed: the feature that is varied'
  return themedFigure(input, [`${circleInWords(reach)}${ringed}`], {
    data: { values: dots },
    ...grid,
    spec: {
      width: panelSize,
      height: panelSize,
      layer: [
        scaleCircle(panelSize, reach),
        { mark: { type: 'circle', size: 70, opacity: 0.9 }, encoding: { ...position, fill: color } },
        {
          transform: [{ filter: `datum.feature === ${variedFeature ?? -1}` }],
          mark: { type: 'point', shape: 'circle', filled: false, stroke: ink, strokeWidth: 0.8, size: 110 },
          encoding: position,
        },
      ],
    },
  } satisfies Partial<TopLevelSpec>)
}

function dotsOf({ solutions }: SuperposedPanel, panel: number): object[] {
  return solutions.flatMap(({ weights: { rows, values }, relativeDensity }) =>
    Array.from({ length: rows }, (_, feature) => ({
      panel,
      feature,
      relativeDensity,
      hidden1: values[2 * feature]!,
      hidden2: values[2 * feature + 1]!,
    })),
  )
}

function checkPanels(panels: readonly SuperposedPanel[], variedFeature: number | undefined): void {
  const featureCount = panels[0]!.solutions[0]?.weights.rows ?? 0
  for (const [i, { solutions }] of panels.entries()) {
    if (solutions.length === 0) throw new InvalidFigureError(`panels[${i}].solutions`, 'none', 'at least one')
    for (const [k, { weights, relativeDensity }] of solutions.entries()) {
      const field = `panels[${i}].solutions[${k}]`
      checkMatrix(weights, featureCount, 2, `${field}.weights`)
      if (!(relativeDensity > 0 && Number.isFinite(relativeDensity))) {
        throw new InvalidFigureError(`${field}.relativeDensity`, String(relativeDensity), 'a finite number > 0')
      }
    }
  }
  if (
    variedFeature !== undefined &&
    !(Number.isInteger(variedFeature) && variedFeature >= 0 && variedFeature < featureCount)
  ) {
    throw new InvalidFigureError('variedFeature', String(variedFeature), `an integer from 0 to ${featureCount - 1}`)
  }
}
