/**
 * Rows of solutions in the plane of two hidden dimensions, one panel per solution, features colored by the set they belong to
 * (paper §7.2 and §7.3). Aligning them is `alignSolutions` of @digon/metrics; without sets it is `featureVectorFigure`.
 */
import type { Matrix } from '@digon/matrix'
import type { TopLevelSpec } from 'vega-lite'
import { checkMatrix } from './check-numbers.js'
import type { Figure } from './figure.js'
import { type PanelLabel, panelGrid } from './panel.js'
import { circleInWords, planePosition, planeReach, scaleCircle } from './plane.js'
import { setColor, setLabelsOf } from './set-color.js'
import { type FigureText, themedFigure } from './theme.js'

export interface AlignedSolution extends PanelLabel {
  /** `[feature, 2]`. */
  readonly weights: Matrix
}

export interface AlignedSolutionsInput extends FigureText {
  /** At least one, in reading order; all with the same number of features. */
  readonly panels: readonly AlignedSolution[]
  /** `[feature]`: the set that each feature belongs to, an integer from 0 to 6. */
  readonly sets: ArrayLike<number>
  /** Names of the sets in the legend. Default: `set 1`, `set 2`, …. */
  readonly setLabels?: readonly string[]
  /** Panels in a row, an integer ≥ 1. Default 5. */
  readonly columns?: number
}

const panelSize = 160

/**
 * Every feature as a dot joined to the origin, in the color of its set; the circle has radius 1. All panels share one scale,
 * equal on both axes.
 *
 * @throws {InvalidFigureError} for another number of features than sets, of hidden dimensions than 2, a set outside its range, or
 * fewer labels than sets.
 * @throws {ShapeError} when a weight is not finite.
 */
export function alignedSolutionsFigure(input: AlignedSolutionsInput): Figure {
  const { panels, sets, columns = 5 } = input
  const grid = panelGrid(panels, columns)
  const labels = setLabelsOf(sets, input.setLabels)
  for (const [i, { weights }] of panels.entries()) checkMatrix(weights, sets.length, 2, `panels[${i}].weights`)
  const reach = planeReach(panels.map(({ weights }) => weights))
  const position = planePosition(reach)
  const color = setColor(labels)

  return themedFigure(input, [circleInWords(reach)], {
    data: { values: panels.flatMap(({ weights }, panel) => dots(weights, panel, sets, labels)) },
    ...grid,
    spec: {
      width: panelSize,
      height: panelSize,
      layer: [
        scaleCircle(panelSize, reach),
        {
          // The same word under another name: one field would have one legend, of lines with dots.
          transform: [{ calculate: 'datum.set', as: 'lineSet' }],
          mark: { type: 'rule', strokeWidth: 2.5 },
          encoding: {
            ...position,
            x2: { datum: 0 },
            y2: { datum: 0 },
            stroke: { ...color, field: 'lineSet', legend: null },
          },
        },
        {
          mark: { type: 'circle', size: 90, opacity: 1 },
          encoding: { ...position, fill: { ...color, legend: { title: null, symbolType: 'circle', symbolSize: 90 } } },
        },
      ],
    },
  } satisfies Partial<TopLevelSpec>)
}

function dots({ values }: Matrix, panel: number, sets: ArrayLike<number>, labels: readonly string[]): object[] {
  return Array.from(sets, (set, feature) => ({
    panel,
    feature,
    set: labels[set]!,
    hidden1: values[2 * feature]!,
    hidden2: values[2 * feature + 1]!,
  }))
}
