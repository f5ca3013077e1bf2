/** Feature vectors in the plane, one panel per model (paper §2, the introduction's figure). Needs two hidden dimensions. */
import type { Matrix } from '@digon/matrix'
import type { TopLevelSpec } from 'vega-lite'
import { checkMatrix, checkNumbers } from './check-numbers.js'
import type { Figure } from './figure.js'
import { importanceColor } from './importance-color.js'
import { type PanelLabel, panelGrid } from './panel.js'
import { circleInWords, planePosition, planeReach, scaleCircle } from './plane.js'
import { type FigureText, themedFigure } from './theme.js'

export interface FeatureVectorPanel extends PanelLabel {
  /** `[feature, 2]`. */
  readonly weights: Matrix
  /** `[feature]`, finite: the color of this model's features. Default: the importance of the figure. */
  readonly importance?: ArrayLike<number>
}

export interface FeatureVectorInput extends FigureText {
  /** At least one, in reading order; all with the same number of features. */
  readonly panels: readonly FeatureVectorPanel[]
  /** `[feature]`, finite: the color in panels that have no importance of their own. Default: every panel has its own. */
  readonly importance?: ArrayLike<number>
  /** Panels in a row, an integer ≥ 1. Default 5. */
  readonly columns?: number
}

const panelSize = 160

/**
 * Every feature as a dot joined to the origin, colored by importance; the circle has radius 1, the norm of a learned
 * feature, or a rounder longer one where the vectors are so long that it could not be seen. All panels share one scale, equal on both axes, from −1.5 to 1.5 or as far as the longest vector needs.
 *
 * @throws {InvalidFigureError} for another number of features than importances, or of hidden dimensions than 2.
 * @throws {ShapeError} when a weight is not finite.
 */
export function featureVectorFigure(input: FeatureVectorInput): Figure {
  const { columns = 5 } = input
  const grid = panelGrid(input.panels, columns)
  const featureCount = input.panels[0]!.weights.rows
  const panels = input.panels.map((panel, i) => ({ ...panel, importance: importanceOf(panel, i, input) }))
  for (const [i, { weights }] of panels.entries()) checkMatrix(weights, featureCount, 2, `panels[${i}].weights`)

  const reach = planeReach(panels.map(({ weights }) => weights))
  const position = planePosition(reach)
  const color = importanceColor(panels.flatMap(({ importance }) => importance))

  return themedFigure(input, [circleInWords(reach)], {
    data: { values: panels.flatMap(dots) },
    ...grid,
    spec: {
      width: panelSize,
      height: panelSize,
      layer: [
        scaleCircle(panelSize, reach),
        {
          // The same number under another name: Vega-Lite merges the legends of one field, and a merged legend of lines and
          // dots cannot be a strip of color.
          transform: [{ calculate: 'datum.importance', as: 'lineImportance' }],
          mark: { type: 'rule', strokeWidth: 3 },
          encoding: {
            ...position,
            x2: { datum: 0 },
            y2: { datum: 0 },
            stroke: { ...color, field: 'lineImportance', legend: null },
          },
        },
        { mark: { type: 'circle', size: 90, opacity: 1 }, encoding: { ...position, fill: color } },
      ],
    },
  } satisfies Partial<TopLevelSpec>)
}

function importanceOf({ weights, importance }: FeatureVectorPanel, panel: number, input: FeatureVectorInput): number[] {
  const [found, field] =
    importance === undefined ? [input.importance ?? [], 'importance'] : [importance, `panels[${panel}].importance`]
  checkNumbers(found, weights.rows, field)
  return Array.from(found)
}

/** The least important first, so that the most important lies on top. */
function dots(
  { weights, importance }: { readonly weights: Matrix; readonly importance: readonly number[] },
  panel: number,
): object[] {
  return importance
    .map((value, feature) => ({
      panel,
      feature,
      importance: value,
      hidden1: weights.values[2 * feature]!,
      hidden2: weights.values[2 * feature + 1]!,
    }))
    .sort((a, b) => a.importance - b.importance)
}
