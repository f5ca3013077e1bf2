/**
 * Which features share dimensions, as graphs (paper §6: feature geometry graphs): a node per feature, an edge per dot product,
 * connected components apart and named. Features of a polygon stand as on the polygon; other positions mean nothing but which component a
 * feature belongs to.
 */
import type { TopLevelSpec } from 'vega-lite'
import type { Figure } from './figure.js'
import { type GraphComponent, layOutGraph } from './graph-layout.js'
import { InvalidFigureError } from './invalid-figure-error.js'
import { orderAroundCircle } from './order-around-circle.js'
import { background, ink, signedColors } from './palette.js'
import { type PanelLabel, panelGrid } from './panel.js'
import { type FigureText, themedFigure } from './theme.js'

/** As `featureGraph` of @digon/metrics gives it. */
export interface GraphEdge {
  readonly from: number
  readonly to: number
  /** |W_i·W_j|, ≥ 0: how thick the line is. */
  readonly weight: number
  /** Ŵ_i·Ŵ_j, from −1 to 1; its sign decides the color. */
  readonly cosine: number
}

export interface FeatureGraphPanel extends PanelLabel {
  /** Every feature in at most one of them. */
  readonly components: readonly GraphComponent[]
  /** Between features of the components. */
  readonly edges: readonly GraphEdge[]
}

export interface FeatureGraphInput extends FigureText {
  /** At least one, in reading order. */
  readonly panels: readonly FeatureGraphPanel[]
  /** Panels in a row, an integer ≥ 1. Default 3. */
  readonly columns?: number
}

/** Up to so many features in the fullest panel, nodes are large enough for their numbers. */
const mostNumbered = 40

/** Three digits must stay inside their node as well: outside it they cannot be seen. */
const fontSize = { condition: { test: 'datum.feature > 99', value: 9.5 }, value: 12 }

/**
 * Components stand in rows under their names, each on a circle. Edges are as thick as |W_i·W_j|, blue where the product is
 * negative, red where it is positive.
 *
 * @throws {InvalidFigureError} for a panel without components, a feature in two of them, or an edge that is not between features of
 * the panel or not finite.
 */
export function featureGraphFigure(input: FeatureGraphInput): Figure {
  const { panels, columns = 3 } = input
  const grid = panelGrid(panels, columns)
  for (const [i, panel] of panels.entries()) checkGraph(panel, `panels[${i}]`)
  const fullest = Math.max(...panels.map(({ components }) => components.flatMap(({ features }) => features).length))
  const numbered = fullest <= mostNumbered
  const sizes = numbered ? { width: 240, step: 34, gap: 34, line: 24 } : { width: 300, step: 18, gap: 15, line: 24 }
  const layouts = panels.map(({ components, edges: found }) =>
    layOutGraph(
      components.map((component) => ({ ...component, features: orderAroundCircle(component.features, found) })),
      sizes,
    ),
  )
  const width = Math.ceil(Math.max(...layouts.map((layout) => layout.width)))
  const height = Math.ceil(Math.max(...layouts.map((layout) => layout.height)))
  const nodes = layouts.flatMap((layout, panel) => layout.nodes.map((node) => ({ panel, ...node })))
  const texts = layouts.flatMap((layout, panel) => layout.texts.map((text) => ({ panel, ...text })))
  const edges = panels.flatMap(({ edges: found }, panel) => edgesOf(found, panel, layouts[panel]!.nodes))
  const xScale = { domain: [0, width], nice: false }
  const yScale = { domain: [height, 0], nice: false }
  const x = { field: 'x', type: 'quantitative', scale: xScale, axis: null } as const
  const y = { field: 'y', type: 'quantitative', scale: yScale, axis: null } as const
  const thickness = numbered ? 5 : 2.5

  return themedFigure(input, [], {
    data: { values: [...edges, ...nodes, ...texts] },
    ...grid,
    spec: {
      width,
      height,
      layer: [
        {
          transform: [{ filter: 'isValid(datum.sign)' }],
          mark: { type: 'rule' },
          encoding: {
            x,
            y,
            x2: { field: 'x2' },
            y2: { field: 'y2' },
            color: {
              field: 'sign',
              type: 'nominal',
              scale: { domain: ['negative', 'positive'], range: [signedColors[0]!, signedColors.at(-1)!] },
              legend: { title: 'dot product', symbolType: 'stroke', symbolSize: 500 },
            },
            strokeWidth: {
              field: 'weight',
              type: 'quantitative',
              scale: { domain: [0, 1], range: [0.3, thickness], clamp: true },
              legend: null,
            },
          },
        },
        {
          transform: [{ filter: 'isValid(datum.feature)' }],
          mark: { type: 'circle', color: ink, opacity: 1, size: numbered ? 420 : 45 },
          encoding: { x, y },
        },
        {
          transform: [{ filter: numbered ? 'isValid(datum.feature)' : 'false' }],
          mark: { type: 'text', color: background },
          encoding: { x, y, text: { field: 'feature', type: 'nominal' }, size: fontSize },
        },
        {
          transform: [{ filter: 'isValid(datum.text)' }],
          mark: { type: 'text', align: 'left', baseline: 'middle', color: ink, fontSize: 14 },
          encoding: { x, y, text: { field: 'text', type: 'nominal' } },
        },
      ],
    },
  } satisfies Partial<TopLevelSpec>)
}

/** The strongest last, so that they lie on top. */
function edgesOf(
  edges: readonly GraphEdge[],
  panel: number,
  nodes: readonly { readonly feature: number; readonly x: number; readonly y: number }[],
): object[] {
  const nodeOf = new Map(nodes.map((node) => [node.feature, node]))
  return [...edges]
    .sort((a, b) => a.weight - b.weight)
    .map(({ from, to, weight, cosine }) => {
      const [a, b] = [nodeOf.get(from)!, nodeOf.get(to)!]
      return { panel, x: a.x, y: a.y, x2: b.x, y2: b.y, weight, sign: cosine < 0 ? 'negative' : 'positive' }
    })
}

function checkGraph({ components, edges }: FeatureGraphPanel, field: string): void {
  if (components.length === 0) throw new InvalidFigureError(`${field}.components`, 'none', 'at least one')
  const seen = new Set<number>()
  for (const [i, { features }] of components.entries()) {
    if (features.length === 0)
      throw new InvalidFigureError(`${field}.components[${i}].features`, 'none', 'at least one')
    for (const feature of features) {
      if (seen.has(feature)) {
        throw new InvalidFigureError(`${field}.components[${i}].features`, `${feature} again`, 'each feature once')
      }
      seen.add(feature)
    }
  }
  for (const [i, { from, to, weight, cosine }] of edges.entries()) {
    if (!seen.has(from) || !seen.has(to)) {
      throw new InvalidFigureError(`${field}.edges[${i}]`, `from ${from} to ${to}`, 'two features of the components')
    }
    if (!(weight >= 0 && Number.isFinite(weight) && Math.abs(cosine) <= 1 + 1e-9)) {
      throw new InvalidFigureError(
        `${field}.edges[${i}]`,
        `weight ${weight}, cosine ${cosine}`,
        'a finite weight ≥ 0 and a cosine from −1 to 1',
      )
    }
  }
}
