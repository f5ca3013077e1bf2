/** Weights of hidden units as they are, as heat maps (paper §10: W of models with a ReLU hidden layer), one panel per model. */
import type { Matrix } from '@digon/matrix'
import type { TopLevelSpec } from 'vega-lite'
import { checkMatrix } from './check-numbers.js'
import type { Figure } from './figure.js'
import { InvalidFigureError } from './invalid-figure-error.js'
import type { NeuronKind } from './neuron-bars-figure.js'
import { neuronOrder } from './neuron-order.js'
import { background } from './palette.js'
import { type PanelLabel, panelGrid } from './panel.js'
import { signedColor } from './signed-color.js'
import { type FigureText, themedFigure } from './theme.js'
import { featureTicks } from './ticks.js'

export interface WeightMapPanel extends PanelLabel {
  /** `[feature, hidden]`. */
  readonly weights: Matrix
  /** `[hidden]`: silent ones stand last. */
  readonly neurons: readonly { readonly kind: NeuronKind }[]
}

export interface WeightMapInput extends FigureText {
  /** At least one, in reading order; all with the same number of features and hidden units. */
  readonly panels: readonly WeightMapPanel[]
  /** Panels in a row, an integer ≥ 1. Default 3. */
  readonly columns?: number
}

/** Cells from this size on have room for their number. */
const [cellWidth, cellHeight] = [44, 24]

/**
 * A row for each feature, the most important on top, and a column for each hidden unit, ordered as in `neuronBarsFigure`. Cells go from
 * −1 (blue) over 0 (nearly white) to 1 (red) and carry their weight, to two decimals, where it is 0.1 or more in magnitude; what lies
 * beyond ±1 takes the color of the end.
 *
 * @throws {InvalidFigureError} when panels differ in size.
 * @throws {ShapeError} when a weight is not finite.
 */
export function weightMapFigure(input: WeightMapInput): Figure {
  const { panels, columns = 3 } = input
  const grid = panelGrid(panels, columns)
  const { rows: featureCount, columns: hiddenSize } = panels[0]!.weights
  for (const [i, { weights, neurons }] of panels.entries()) {
    checkMatrix(weights, featureCount, hiddenSize, `panels[${i}].weights`)
    if (neurons.length !== hiddenSize) {
      throw new InvalidFigureError(`panels[${i}].neurons`, `${neurons.length} neurons`, String(hiddenSize))
    }
  }
  const axis = { domain: false, ticks: false, grid: false } as const
  const ticks = featureTicks(featureCount).map((feature) => feature + 0.5)
  const xScale = { domain: [0, hiddenSize], nice: false }
  const x = { field: 'left', type: 'quantitative', scale: xScale } as const
  const yScale = { domain: [featureCount, 0], nice: false }
  const y = { field: 'top', type: 'quantitative', scale: yScale } as const
  const lines = ['what each neuron reads; numbers of 0.1 and more are written out']
  return themedFigure(input, lines, {
    data: { values: panels.flatMap(cells) },
    ...grid,
    spec: {
      width: hiddenSize * cellWidth,
      height: featureCount * cellHeight,
      layer: [
        {
          mark: { type: 'rect', stroke: background, strokeWidth: 1 },
          encoding: {
            x: { ...x, axis: { ...axis, title: 'neuron', labels: false } },
            x2: { field: 'right' },
            y: {
              ...y,
              axis: { ...axis, title: 'feature', values: ticks, labelExpr: 'format(datum.value - 0.5, "d")' },
            },
            y2: { field: 'bottom' },
            color: {
              field: 'weight',
              ...signedColor('weight'),
            },
          },
        },
        {
          transform: [
            { filter: 'isValid(datum.label)' },
            { calculate: '(datum.left + datum.right) / 2', as: 'middle' },
          ],
          mark: { type: 'text', fontSize: 11, baseline: 'middle' },
          encoding: {
            x: { ...x, field: 'middle' },
            y: { ...y, field: 'center' },
            text: { field: 'label', type: 'nominal' },
            color: { field: 'ink', type: 'nominal', scale: null },
          },
        },
      ],
    },
  } satisfies Partial<TopLevelSpec>)
}

function cells({ weights, neurons }: WeightMapPanel, panel: number): object[] {
  const { rows: featureCount, columns: hiddenSize, values } = weights
  return neuronOrder(weights, neurons).flatMap((hidden, left) =>
    Array.from({ length: featureCount }, (_, feature) => {
      const weight = values[feature * hiddenSize + hidden]!
      const place = { panel, left, right: left + 1, top: feature, bottom: feature + 1, center: feature + 0.5 }
      const size = Math.abs(weight)
      if (size < 0.1) return { ...place, weight }
      const label = `${weight < 0 ? '−' : ''}${size.toFixed(2)}`
      return { ...place, weight, label, ink: size > 0.7 ? '#FFFFFF' : '#333333' }
    }),
  )
}
