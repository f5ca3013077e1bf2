/** Norms of the features as bars, colored by interference (paper §3, right part of its figure), one panel per model. */
import type { TopLevelSpec } from 'vega-lite'
import { checkNumbers } from './check-numbers.js'
import type { Figure } from './figure.js'
import { interferenceColor } from './interference-color.js'
import { InvalidFigureError } from './invalid-figure-error.js'
import { ink } from './palette.js'
import { type PanelLabel, panelGrid } from './panel.js'
import { type FigureText, themedFigure } from './theme.js'
import { featureTicks } from './ticks.js'

export interface NormBarsPanel extends PanelLabel {
  /** `[feature]`: ‖W_i‖, ≥ 0. */
  readonly norms: ArrayLike<number>
  /** `[feature]`: Σ_{j≠i} (Ŵ_i·W_j)², ≥ 0. */
  readonly interference: ArrayLike<number>
  /** `[feature]`, finite. Default: the importance of the figure. */
  readonly importance?: ArrayLike<number>
}

export interface NormBarsInput extends FigureText {
  /** At least one, in reading order; all with the same number of features. */
  readonly panels: readonly NormBarsPanel[]
  /**
   * `[feature]`, finite, of panels that have none of their own. Default: not known. The axis says that the most important feature stands
   * first only where that is known of every panel.
   */
  readonly importance?: ArrayLike<number>
  /** Draws a line after so many bars: the features that fit without superposition, where order is importance. Default: no line. */
  readonly hiddenSize?: number
  /** Panels in a row, an integer ≥ 1. Default 4. */
  readonly columns?: number
}

const panelWidth = 220
const panelHeight = 130

/**
 * One bar per feature in the order given; its color goes from dark blue (no interference) to bright (1 and more: the
 * others can drive its direction as hard as it does). All panels share one scale.
 *
 * The line of the hidden size is drawn only where features stand in order of importance, as it means nothing else.
 *
 * @throws {InvalidFigureError} for unequal numbers of features, or numbers that are not finite or negative.
 */
export function normBarsFigure(input: NormBarsInput): Figure {
  const { panels, columns = 4 } = input
  const grid = panelGrid(panels, columns)
  const featureCount = panels[0]!.norms.length
  for (const [i, { norms, interference, importance }] of panels.entries()) {
    if (importance !== undefined) checkNumbers(importance, featureCount, `panels[${i}].importance`)
    checkNumbers(norms, featureCount, `panels[${i}].norms`, 0)
    checkNumbers(interference, featureCount, `panels[${i}].interference`, 0)
  }
  if (input.importance !== undefined) checkNumbers(input.importance, featureCount, 'importance')
  if (input.hiddenSize !== undefined && (!Number.isInteger(input.hiddenSize) || input.hiddenSize < 1)) {
    throw new InvalidFigureError('hiddenSize', String(input.hiddenSize), 'an integer ≥ 1')
  }
  const ordered = panels.every(({ importance = input.importance }) => importance !== undefined && falls(importance))
  const hiddenSize = ordered ? input.hiddenSize : undefined
  const xScale = { domain: [0, featureCount], nice: false }
  const x = {
    type: 'quantitative',
    scale: xScale,
    axis: {
      title: ordered ? 'feature, most important first' : 'feature',
      values: featureTicks(featureCount).map((feature) => feature + 0.5),
      labelExpr: 'format(datum.value - 0.5, "d")',
      grid: false,
      ticks: false,
    },
  } as const
  const bars = {
    mark: { type: 'rect' },
    encoding: {
      x: { ...x, field: 'left' },
      x2: { field: 'right' },
      y: { field: 'norm', type: 'quantitative', axis: { title: 'norm', tickCount: 4 } },
      y2: { datum: 0 },
      color: interferenceColor(),
    },
  } as const
  const fitsDash = [4, 3]
  const fits = {
    data: { values: [{ left: hiddenSize }] },
    mark: { type: 'rule', color: ink, strokeDash: fitsDash },
    encoding: { x: { ...x, field: 'left' } },
  } as const
  const lines = [hiddenSize === undefined ? undefined : `dashed line: the hidden size, ${hiddenSize}`]
  return themedFigure(input, lines, {
    data: { values: panels.flatMap(barsOf) },
    ...grid,
    spec: { width: panelWidth, height: panelHeight, layer: hiddenSize === undefined ? [bars] : [bars, fits] },
  } satisfies Partial<TopLevelSpec>)
}

/** Never rises, and is not the same throughout. */
function falls(importance: ArrayLike<number>): boolean {
  const values = Array.from(importance)
  return values.every((value, i) => i === 0 || value <= values[i - 1]!) && values[0]! > values.at(-1)!
}

/** Bars fill nine tenths of their band, so that neighbors of one color can be told apart. */
function barsOf({ norms, interference }: NormBarsPanel, panel: number): object[] {
  return Array.from(norms, (norm, feature) => ({
    panel,
    feature,
    left: feature + 0.05,
    right: feature + 0.95,
    norm,
    interference: interference[feature]!,
  }))
}
