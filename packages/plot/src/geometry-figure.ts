/**
 * Feature vectors in three hidden dimensions, seen from several sides (paper §6 and §8.2). Orthographic and static: nothing
 * turns. Two dimensions are `featureVectorFigure`.
 */
import type { Matrix } from '@digon/matrix'
import type { TopLevelSpec } from 'vega-lite'
import { checkMatrix } from './check-numbers.js'
import type { Figure } from './figure.js'
import { InvalidFigureError } from './invalid-figure-error.js'
import type { Layer } from './layer.js'
import { checkView, defaultViews, type SeenPoint, seen, type View } from './orthographic-view.js'
import { background, guide, ink } from './palette.js'
import { type PanelLabel, panelGrid, panelTitle } from './panel.js'
import { circleInWords, circleRadius } from './plane.js'
import { setColor, setLabelsOf } from './set-color.js'
import { type FigureText, themedFigure } from './theme.js'

export interface GeometrySnapshot extends PanelLabel {
  /** `[feature, 3]`. */
  readonly weights: Matrix
  /** Pairs of features to join. Default: none. */
  readonly edges?: readonly { readonly from: number; readonly to: number }[]
}

export interface GeometryInput extends FigureText {
  /** At least one, a column each; all with the same number of features. */
  readonly snapshots: readonly GeometrySnapshot[]
  /** At least one, a row each. Default: obliquely, from the side, from above. With one snapshot the views stand in one row. */
  readonly views?: readonly View[]
  /** `[feature]`: the set that each feature belongs to, an integer from 0 to 6: the color. Default: one set. */
  readonly sets?: ArrayLike<number>
  /** Names of the sets in the legend. Default: `set 1`, `set 2`, …. */
  readonly setLabels?: readonly string[]
  /** `[feature]`: words beside the points. Default: the features' numbers; an empty list: none. */
  readonly labels?: readonly string[]
  /** Whether every feature is joined to the origin. Default true. */
  readonly spokes?: boolean
}

const panelSize = 200

/** From a point to the middle of its label, away from the origin; in pixels. */
const labelDistance = 14

/**
 * What is nearer is drawn later; what lies behind the origin is paler. The circle has radius 1, or a rounder longer one for long vectors. All panels share one scale.
 *
 * @throws {InvalidFigureError} for another number of features than sets or labels, of hidden dimensions than 3, an edge to a
 * feature that is not there, or a view beyond ±90°.
 * @throws {ShapeError} when a weight is not finite.
 */
export function geometryFigure(input: GeometryInput): Figure {
  const { snapshots, views = defaultViews, spokes = true } = input
  const featureCount = snapshots[0]?.weights.rows ?? 0
  const sets = input.sets ?? new Array<number>(featureCount).fill(0)
  const setLabels = setLabelsOf(sets, input.setLabels)
  const labels = input.labels ?? Array.from({ length: featureCount }, (_, feature) => String(feature))
  checkGeometry(input, views, sets, labels, featureCount)
  const panels = views.flatMap((view) =>
    snapshots.map((snapshot) => ({
      snapshot,
      view,
      note: [panelTitle(snapshot), view.label].filter(Boolean).join(', '),
    })),
  )
  const grid = panelGrid(
    panels.map(({ note }) => ({ note })),
    snapshots.length === 1 ? views.length : snapshots.length,
  )
  const reach = Math.max(1.2, 1.2 * longest(snapshots))
  const drawn = panels.flatMap(({ snapshot, view }, panel) => {
    const points = seen(snapshot.weights, view)
    const dots = points.map((point, feature) => ({
      panel,
      kind: 'dot',
      feature,
      label: labels[feature] ?? '',
      set: setLabels[sets[feature]!]!,
      ...point,
      ...outside(point, (labelDistance * 2 * reach) / panelSize),
    }))
    const origin: SeenPoint = { right: 0, up: 0, near: 0 }
    const lines = [
      ...(spokes ? dots.map((dot) => ({ ...line(dot, origin), panel, kind: 'spoke', set: dot.set })) : []),
      ...(snapshot.edges ?? []).map(({ from, to }) => ({ ...line(points[from]!, points[to]!), panel, kind: 'edge' })),
    ]
    return [...dots, ...lines].sort((a, b) => a.near - b.near)
  })
  const scale = { domain: [-reach, reach], nice: false }
  const position = {
    x: { field: 'right', type: 'quantitative', scale, axis: null },
    y: { field: 'up', type: 'quantitative', scale, axis: null },
  } as const
  const ends = { x2: { field: 'right2' }, y2: { field: 'up2' } } as const
  const color = setColor(setLabels)
  const legend = setLabels.length > 1 ? { title: null, symbolType: 'circle', symbolSize: 110, symbolOpacity: 1 } : null
  const half = (behind: boolean, kind: string) => `datum.kind === '${kind}' && datum.near ${behind ? '<' : '>='} 0`
  const lines = (behind: boolean): Layer[] => [
    {
      transform: [{ filter: half(behind, 'edge') }],
      mark: { type: 'rule', color: ink, strokeWidth: 1.2, opacity: behind ? 0.3 : 0.7 },
      encoding: { ...position, ...ends },
    },
    {
      transform: [{ filter: half(behind, 'spoke') }, { calculate: 'datum.set', as: 'spokeSet' }],
      mark: { type: 'rule', strokeWidth: 2.5, opacity: behind ? 0.35 : 1 },
      encoding: { ...position, ...ends, stroke: { ...color, field: 'spokeSet', legend: null } },
    },
  ]
  const dots = (behind: boolean): Layer[] => [
    {
      transform: [{ filter: half(behind, 'dot') }],
      mark: { type: 'circle', size: 110, opacity: 1, stroke: background, strokeWidth: 1 },
      encoding: { ...position, fill: { ...color, legend }, fillOpacity: { value: behind ? 0.35 : 1 } },
    },
    {
      transform: [{ filter: half(behind, 'dot') }],
      mark: { type: 'text', fontSize: 13, color: ink, opacity: behind ? 0.5 : 1 },
      encoding: {
        x: { ...position.x, field: 'labelRight' },
        y: { ...position.y, field: 'labelUp' },
        text: { field: 'label', type: 'nominal' },
      },
    },
  ]

  return themedFigure(input, [`${circleInWords(reach)}; pale: behind the origin`], {
    data: { values: drawn },
    ...grid,
    spec: {
      width: panelSize,
      height: panelSize,
      layer: [
        {
          data: { values: [{ right: 0, up: 0 }] },
          mark: {
            type: 'point',
            shape: 'circle',
            filled: false,
            stroke: guide,
            size: ((panelSize * circleRadius(reach)) / reach) ** 2,
          },
          encoding: position,
        },
        ...dots(true),
        ...lines(true),
        ...lines(false),
        ...dots(false),
      ],
    },
  } satisfies Partial<TopLevelSpec>)
}

/** Where the label of a point stands: farther from the origin, above it when the point lies there. */
function outside({ right, up }: SeenPoint, distance: number): { labelRight: number; labelUp: number } {
  const length = Math.hypot(right, up)
  if (length < 1e-9) return { labelRight: right, labelUp: up + distance }
  return { labelRight: right * (1 + distance / length), labelUp: up * (1 + distance / length) }
}

/** From one point to another, as near as its middle. */
function line(from: SeenPoint, to: SeenPoint): SeenPoint & { right2: number; up2: number } {
  return { right: from.right, up: from.up, right2: to.right, up2: to.up, near: (from.near + to.near) / 2 }
}

function longest(snapshots: readonly GeometrySnapshot[]): number {
  let longest = 0
  for (const { weights } of snapshots) {
    for (let i = 0; i < weights.values.length; i += 3) {
      longest = Math.max(longest, Math.hypot(weights.values[i]!, weights.values[i + 1]!, weights.values[i + 2]!))
    }
  }
  return longest
}

function checkGeometry(
  { snapshots }: GeometryInput,
  views: readonly View[],
  sets: ArrayLike<number>,
  labels: readonly string[],
  featureCount: number,
): void {
  if (snapshots.length === 0) throw new InvalidFigureError('snapshots', 'none', 'at least one')
  if (views.length === 0) throw new InvalidFigureError('views', 'none', 'at least one')
  if (sets.length !== featureCount) throw new InvalidFigureError('sets', `${sets.length} numbers`, String(featureCount))
  if (labels.length !== 0 && labels.length !== featureCount) {
    throw new InvalidFigureError('labels', `${labels.length} labels`, `${featureCount}, or none`)
  }
  for (const [i, view] of views.entries()) checkView(view, `views[${i}]`)
  for (const [i, { weights, edges = [] }] of snapshots.entries()) {
    checkMatrix(weights, featureCount, 3, `snapshots[${i}].weights`)
    for (const [k, { from, to }] of edges.entries()) {
      if (!hasFeature(from, featureCount) || !hasFeature(to, featureCount)) {
        throw new InvalidFigureError(
          `snapshots[${i}].edges[${k}]`,
          `from ${from} to ${to}`,
          `features below ${featureCount}`,
        )
      }
    }
  }
}

const hasFeature = (feature: number, featureCount: number): boolean =>
  Number.isInteger(feature) && feature >= 0 && feature < featureCount
