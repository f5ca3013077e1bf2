/** Two features through two neurons, as a drawing (paper §11: the asymmetric superposition motif), one panel per model. */
import type { TopLevelSpec } from 'vega-lite'
import { checkNumbers } from './check-numbers.js'
import type { Figure } from './figure.js'
import type { Layer } from './layer.js'
import { background, ink, signedColors } from './palette.js'
import { type PanelLabel, panelGrid } from './panel.js'
import { type FigureText, themedFigure } from './theme.js'

/** What a neuron reads of the two features and what it puts out for them. */
export interface MotifNeuron {
  /** Two numbers. */
  readonly reads: readonly number[]
  /** Two numbers. */
  readonly putsOut: readonly number[]
}

export interface MotifPanel extends PanelLabel {
  /** Names of the two features. */
  readonly features: readonly [string, string]
  readonly neurons: readonly [MotifNeuron, MotifNeuron]
}

export interface MotifFigureInput extends FigureText {
  /** At least one, in reading order. */
  readonly panels: readonly MotifPanel[]
  /** Panels in a row, an integer ≥ 1. Default 3. */
  readonly columns?: number
}

/** Inputs left, neurons in the middle, outputs right; the first of two above the second. */
const [columnsAt, rowsAt] = [
  [0, 1, 2],
  [1, 0],
] as const

/** Where along its line a number stands, from the feature on: numbers of lines that cross must not meet. */
const numberAt = { level: 0.52, crossing: 0.27 }

/**
 * Every weight is a line with its number: red where it is positive, blue where it is negative, the wider the larger. Weights under a
 * fiftieth of the panel's largest are left out.
 *
 * @throws {InvalidFigureError} when a neuron has other than two numbers, or one is not finite.
 */
export function motifFigure(input: MotifFigureInput): Figure {
  const { panels, columns = 3 } = input
  const grid = panelGrid(panels, columns)
  for (const [i, { neurons }] of panels.entries()) {
    for (const [k, { reads, putsOut }] of neurons.entries()) {
      checkNumbers(reads, 2, `panels[${i}].neurons[${k}].reads`)
      checkNumbers(putsOut, 2, `panels[${i}].neurons[${k}].putsOut`)
    }
  }
  const drawn = panels.map(linesOf)
  const xScale = { domain: [-0.45, 2.45], nice: false }
  const x = { field: 'x', type: 'quantitative', scale: xScale, axis: null } as const
  const yScale = { domain: [-0.35, 1.35], nice: false }
  const y = { field: 'y', type: 'quantitative', scale: yScale, axis: null } as const
  const color = { field: 'color', type: 'nominal', scale: null } as const
  const numbers = (mark: object): Layer => ({
    transform: [{ filter: 'isValid(datum.number)' }],
    mark: { type: 'text', fontSize: 14, fontWeight: 'bold', baseline: 'middle', ...mark },
    encoding: {
      x: { ...x, field: 'numberX' },
      y: { ...y, field: 'numberY' },
      text: { field: 'number', type: 'nominal' },
      ...(!('stroke' in mark) && { color }),
    },
  })
  const lines = [
    'left: what two neurons read, right: what they put out; red: positive, blue: negative',
    drawn.some(({ leftOut }) => leftOut) ? "weights under a fiftieth of the panel's largest are left out" : undefined,
  ]
  return themedFigure(input, lines, {
    data: { values: panels.flatMap((panel, i) => [...drawn[i]!.lines, ...nodes(panel, i)]) },
    ...grid,
    spec: {
      width: 440,
      height: 230,
      layer: [
        {
          transform: [{ filter: 'isValid(datum.width)' }],
          mark: { type: 'rule', strokeCap: 'round' },
          encoding: {
            x,
            y,
            x2: { field: 'toX' },
            y2: { field: 'toY' },
            color,
            size: { field: 'width', type: 'quantitative', scale: null, legend: null },
          },
        },
        numbers({ stroke: background, strokeWidth: 5, strokeJoin: 'round' }),
        numbers({}),
        {
          transform: [{ filter: 'isValid(datum.node)' }],
          mark: { type: 'circle', size: 1500, fill: background, stroke: ink, strokeWidth: 1.5, opacity: 1 },
          encoding: { x, y },
        },
        {
          transform: [{ filter: 'isValid(datum.node)' }],
          mark: { type: 'text', fontSize: 13, color: ink, baseline: 'middle' },
          encoding: { x, y, text: { field: 'node', type: 'nominal' } },
        },
      ],
    },
  } satisfies Partial<TopLevelSpec>)
}

function linesOf({ neurons }: MotifPanel, panel: number): { lines: object[]; leftOut: boolean } {
  const all = neurons.flatMap(({ reads, putsOut }, k) =>
    [0, 1].flatMap((feature) => {
      const at = feature === k ? numberAt.level : numberAt.crossing
      const [featureY, neuronY] = [rowsAt[feature]!, rowsAt[k]!]
      return [
        { weight: reads[feature]!, from: [columnsAt[0], featureY], to: [columnsAt[1], neuronY], at },
        { weight: putsOut[feature]!, from: [columnsAt[1], neuronY], to: [columnsAt[2], featureY], at: 1 - at },
      ]
    }),
  )
  const largest = Math.max(...all.map(({ weight }) => Math.abs(weight)))
  const large = all.filter(({ weight }) => Math.abs(weight) > 0.02 * largest)
  const lines = large.map(({ weight, from: [x, y], to: [toX, toY], at }) => ({
    panel,
    ...{ x, y, toX, toY },
    width: 1 + (6 * Math.abs(weight)) / largest,
    color: weight > 0 ? signedColors[6] : signedColors[0],
    number: `${weight < 0 ? '−' : ''}${Math.abs(weight).toFixed(2)}`,
    numberX: x! + at * (toX! - x!),
    numberY: y! + at * (toY! - y!),
  }))
  return { lines, leftOut: large.length < all.filter(({ weight }) => weight !== 0).length }
}

function nodes({ features }: MotifPanel, panel: number): object[] {
  const places = features.flatMap((name, k) => [
    { node: `x${name}`, x: columnsAt[0], y: rowsAt[k]! },
    { node: `y${name}`, x: columnsAt[2], y: rowsAt[k]! },
    { node: 'ReLU', x: columnsAt[1], y: rowsAt[k]! },
  ])
  return places.map((place) => ({ panel, ...place }))
}
