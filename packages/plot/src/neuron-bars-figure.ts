/** Which features each hidden unit responds to, as stacked bars (paper §10 and §11); for models with a ReLU hidden layer. */
import type { Matrix } from '@digon/matrix'
import type { TopLevelSpec } from 'vega-lite'
import { checkMatrix, checkNumbers } from './check-numbers.js'
import type { Figure } from './figure.js'
import { interferenceColor } from './interference-color.js'
import { InvalidFigureError } from './invalid-figure-error.js'
import { neuronOrder } from './neuron-order.js'
import { background, ink, neuronColors, seriesColors } from './palette.js'
import { type PanelLabel, panelGrid } from './panel.js'
import { type FigureText, themedFigure } from './theme.js'

/** What a hidden unit stands for, as `classifyNeurons` of @digon/metrics names it. */
export type NeuronKind = 'silent' | 'monosemantic' | 'polysemantic'

export interface NeuronBarsPanel extends PanelLabel {
  /** `[feature, hidden]`, as the hidden layer reads them. */
  readonly weights: Matrix
  /** `[feature]`: Σ_{j≠i} (Ŵ_i·W_j)², ≥ 0: the color. */
  readonly interference: ArrayLike<number>
  /** `[hidden]`: as `classifyNeurons` of @digon/metrics says; marked below the bars. */
  readonly neurons: readonly { readonly kind: NeuronKind }[]
}

export interface NeuronBarsInput extends FigureText {
  /** At least one, in reading order; all with the same number of features and hidden units. */
  readonly panels: readonly NeuronBarsPanel[]
  /** What the color of a rectangle says: its feature's interference, or which of at most 7 features it is. Default `interference`. */
  readonly colorBy?: 'interference' | 'feature'
  /** Panels in a row, an integer ≥ 1. Default 2. */
  readonly columns?: number
}

const panelHeight = 170

/**
 * One column per hidden unit, one rectangle per weight, as high as |weight|, above the axis when positive and below when negative,
 * the largest next to the axis. Units stand in order of their largest feature, silent ones last. Weights under a fiftieth of the panel's
 * largest are left out.
 *
 * @throws {InvalidFigureError} when panels differ in size, or numbers are not finite or negative where they must not be.
 * @throws {ShapeError} when a weight is not finite.
 */
export function neuronBarsFigure(input: NeuronBarsInput): Figure {
  const { panels, colorBy = 'interference', columns = 2 } = input
  const grid = panelGrid(panels, columns)
  const { rows: featureCount, columns: hiddenSize } = panels[0]!.weights
  for (const [i, { weights, interference, neurons }] of panels.entries()) {
    checkMatrix(weights, featureCount, hiddenSize, `panels[${i}].weights`)
    checkNumbers(interference, featureCount, `panels[${i}].interference`, 0)
    if (neurons.length !== hiddenSize) {
      throw new InvalidFigureError(`panels[${i}].neurons`, `${neurons.length} neurons`, String(hiddenSize))
    }
  }
  if (colorBy === 'feature' && featureCount > seriesColors.length) {
    throw new InvalidFigureError('colorBy', `'feature' of ${featureCount} features`, `at most ${seriesColors.length}`)
  }
  const stacked = panels.map(stacks)
  const rectangles = stacked.flatMap((found) => found.rectangles)
  const lowest = Math.min(0, ...rectangles.map(({ bottom }) => bottom))
  const highest = Math.max(0, ...rectangles.map(({ top }) => top)) || 1
  const strip = (highest - lowest) * 0.06
  const xScale = { domain: [0, hiddenSize], nice: false }
  const x = {
    type: 'quantitative',
    scale: xScale,
    axis: { title: 'neuron', labels: false, ticks: false, grid: false },
  } as const
  const marks = stacked.flatMap((found) => found.marks)

  const lines = [
    'height: size of the weight; strip below: how many features the neuron stands for',
    stacked.some(({ leftOut }) => leftOut) ? "weights under a fiftieth of the panel's largest are left out" : undefined,
  ]
  return themedFigure(input, lines, {
    data: {
      values: [...rectangles, ...marks.map((mark) => ({ ...mark, top: lowest - strip, bottom: lowest - 2 * strip }))],
    },
    ...grid,
    spec: {
      width: Math.max(220, hiddenSize * 10),
      height: panelHeight,
      layer: [
        {
          transform: [{ filter: 'isValid(datum.kind)' }],
          mark: { type: 'rect' },
          encoding: {
            x: { ...x, field: 'left' },
            x2: { field: 'right' },
            y: {
              field: 'bottom',
              type: 'quantitative',
              scale: { domain: [lowest - 2 * strip, highest], nice: false },
              axis: { title: 'weight', tickCount: 5, grid: false },
            },
            y2: { field: 'top' },
            fill: {
              field: 'kind',
              type: 'nominal',
              scale: { domain: Object.keys(neuronColors), range: Object.values(neuronColors) },
              legend: { title: 'neuron' },
            },
          },
        },
        {
          transform: [{ filter: 'isValid(datum.interference)' }],
          mark: { type: 'rect', stroke: background, strokeWidth: hiddenSize > 30 ? 0.3 : 0.8 },
          encoding: {
            x: { ...x, field: 'left' },
            x2: { field: 'right' },
            y: { field: 'bottom', type: 'quantitative' },
            y2: { field: 'top' },
            color: colorBy === 'interference' ? interferenceColor() : featureColor(featureCount),
          },
        },
        { mark: { type: 'rule', color: ink, strokeWidth: 1 }, encoding: { y: { datum: 0 } } },
      ],
    },
  } satisfies Partial<TopLevelSpec>)
}

/** A color channel for the field `feature`. */
function featureColor(featureCount: number) {
  const domain = Array.from({ length: featureCount }, (_, feature) => feature)
  const scale = { domain, range: seriesColors.slice(0, featureCount) }
  return { field: 'feature', type: 'nominal', scale, legend: { title: 'feature' } } as const
}

interface Rectangle {
  readonly panel: number
  readonly hidden: number
  readonly feature: number
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly top: number
  readonly interference: number
}

interface KindMark {
  readonly panel: number
  readonly hidden: number
  readonly left: number
  readonly right: number
  readonly kind: NeuronKind
}

function stacks(
  { weights, interference, neurons }: NeuronBarsPanel,
  panel: number,
): { rectangles: Rectangle[]; marks: KindMark[]; leftOut: boolean } {
  const { rows: featureCount, columns: hiddenSize, values } = weights
  const units = Array.from({ length: hiddenSize }, (_, hidden) =>
    Array.from({ length: featureCount }, (_, feature) => ({
      feature,
      weight: values[feature * hiddenSize + hidden]!,
    })).sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || a.feature - b.feature),
  )
  const order = neuronOrder(weights, neurons)
  const least = 0.02 * Math.max(...order.map((hidden) => Math.abs(units[hidden]![0]?.weight ?? 0)))
  const rectangles: Rectangle[] = []
  const marks: KindMark[] = []
  let leftOut = false
  for (const [position, hidden] of order.entries()) {
    const [left, right] = [position + 0.08, position + 0.92]
    marks.push({ panel, hidden, left, right, kind: neurons[hidden]!.kind })
    let [above, below] = [0, 0]
    for (const { feature, weight } of units[hidden]!) {
      if (Math.abs(weight) <= least) {
        leftOut ||= weight !== 0
        break
      }
      const [bottom, top] = weight > 0 ? [above, above + weight] : [below + weight, below]
      if (weight > 0) above = top
      else below = bottom
      rectangles.push({ panel, hidden, feature, left, right, bottom, top, interference: interference[feature]! })
    }
  }
  return { rectangles, marks, leftOut }
}
