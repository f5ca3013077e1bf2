/** Feature vectors in the plane, one panel per model (paper §2, the introduction's figure). Needs two hidden dimensions. */
import type { Matrix } from '@digon/matrix'
import type { TopLevelSpec } from 'vega-lite'
import { checkMatrix, checkNumbers } from './check-numbers.js'
import type { Figure } from './figure.js'
import { importanceColor } from './importance-color.js'
import { type PanelLabel, panelGrid } from './panel.js'
import { planePosition, planeReach, unitCircle } from './plane.js'
import { type FigureText, themedFigure } from './theme.js'

export interface FeatureVectorPanel extends PanelLabel {
  /** `[feature, 2]`. */
  readonly weights: Matrix
}

export interface FeatureVectorInput extends FigureText {
  /** At least one, in reading order; all with the same number of features. */
  readonly panels: readonly FeatureVectorPanel[]
  /** `[feature]`, finite: the color. */
  readonly importance: ArrayLike<number>
  /** Panels in a row, an integer ≥ 1. Default 5. */
  readonly columns?: number
}

const panelSize = 160

/**
 * Every feature as a dot joined to the origin, colored by importance; the circle has radius 1, the norm of a learned feature.
 * All panels share one scale, equal on both axes, from −1.5 to 1.5 or as far as the longest vector needs.
 *
 * @throws {InvalidFigureError} for another number of features than importances, or of hidden dimensions than 2.
 * @throws {ShapeError} when a weight is not finite.
 */
export function featureVectorFigure(input: FeatureVectorInput): Figure {
  const { panels, importance, columns = 5 } = input
  const grid = panelGrid(panels, columns)
  const featureCount = importance.length
  checkNumbers(importance, featureCount, 'importance')
  for (const [i, { weights }] of panels.entries()) checkMatrix(weights, featureCount, 2, `panels[${i}].weights`)

  const reach = planeReach(panels.map(({ weights }) => weights))
  const position = planePosition(reach)
  const color = importanceColor(importance)

  return themedFigure(input, {
    title: { text: input.title, subtitle: 'circle: length 1' },
    data: { values: panels.flatMap((panel, i) => dots(panel, i, importance)) },
    ...grid,
    spec: {
      width: panelSize,
      height: panelSize,
      layer: [
        unitCircle(panelSize, reach),
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

/** The least important first, so that the most important lies on top. */
function dots({ weights }: FeatureVectorPanel, panel: number, importance: ArrayLike<number>): object[] {
  return Array.from(importance, (value, feature) => ({
    panel,
    feature,
    importance: value,
    hidden1: weights.values[2 * feature]!,
    hidden2: weights.values[2 * feature + 1]!,
  })).sort((a, b) => a.importance - b.importance)
}
