/** Feature vectors in the plane, one panel per model (paper §2, the introduction's figure). Needs two hidden dimensions. */
import type { Matrix } from '@digon/matrix'
import type { TopLevelSpec } from 'vega-lite'
import { checkMatrix, checkNumbers } from './check-numbers.js'
import type { Figure } from './figure.js'
import { importanceColor } from './importance-color.js'
import { guide } from './palette.js'
import { type PanelLabel, panelGrid } from './panel.js'
import { type FigureText, themedFigure } from './theme.js'

export interface FeatureVectorPanel extends PanelLabel {
  /** `[feature, 2]`. */
  readonly weights: Matrix
}

export interface FeatureVectorInput extends FigureText {
  /** At least one, in reading order; all with the same number of features. */
  readonly panels: readonly FeatureVectorPanel[]
  /** `[feature]`, finite: the colour. */
  readonly importance: ArrayLike<number>
  /** Panels in a row, an integer ≥ 1. Default 5. */
  readonly columns?: number
}

const panelSize = 160

/**
 * Every feature as a dot joined to the origin, coloured by importance; the circle has radius 1, the norm of a learned feature.
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

  const reach = Math.max(1.5, Math.ceil(2 * longest(panels)) / 2)
  const scale = { domain: [-reach, reach], nice: false, zero: false }
  const axis = (title: string) => ({
    title,
    values: [-1, 0, 1],
    domain: false,
    ticks: false,
    gridOpacity: { condition: { test: 'datum.value === 0', value: 1 }, value: 0 },
  })
  const position = {
    x: { field: 'hidden1', type: 'quantitative', scale, axis: axis('hidden dimension 1') },
    y: { field: 'hidden2', type: 'quantitative', scale, axis: axis('hidden dimension 2') },
  } as const
  const color = importanceColor(importance)

  return themedFigure(input, {
    title: { text: input.title, subtitle: 'circle: length 1' },
    data: { values: panels.flatMap((panel, i) => dots(panel, i, importance)) },
    ...grid,
    spec: {
      width: panelSize,
      height: panelSize,
      layer: [
        {
          data: { values: [{ hidden1: 0, hidden2: 0 }] },
          mark: { type: 'point', shape: 'circle', filled: false, stroke: guide, size: (panelSize / reach) ** 2 },
          encoding: position,
        },
        {
          // The same number under another name: Vega-Lite merges the legends of one field, and a merged legend of lines and
          // dots cannot be a strip of colour.
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

/** The largest magnitude of any coordinate. */
function longest(panels: readonly FeatureVectorPanel[]): number {
  let longest = 0
  for (const { weights } of panels) {
    for (const coordinate of weights.values) longest = Math.max(longest, Math.abs(coordinate))
  }
  return longest
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
