/**
 * The dimensionality of every feature over training, above the loss (paper §8.1: features hop between the levels where the loss
 * drops). Over sparsity instead of training it is `dimensionalityLadderFigure`.
 */
import type { TopLevelSpec } from 'vega-lite'
import { checkNumbers } from './check-numbers.js'
import { countOf } from './count-of.js'
import type { Figure } from './figure.js'
import { dimensionalityAxis, fractionLayers, mostDimensionality } from './fractions.js'
import { guideLines, guideWords } from './guide.js'
import { InvalidFigureError } from './invalid-figure-error.js'
import { ink, seriesColors } from './palette.js'
import { canShow, quantityAxis, type ScaleType } from './quantity-axis.js'
import { type FigureText, themedFigure } from './theme.js'

export interface DimensionalityHistoryInput extends FigureText {
  /** `[record]`: training steps at which the parameters were kept, ascending. */
  readonly steps: ArrayLike<number>
  /** `[record][feature]`: D_i from 0 to 1, the same features in every record. */
  readonly dimensionality: readonly ArrayLike<number>[]
  /** Losses, at steps of their own (ascending); one per step. */
  readonly loss: { readonly steps: ArrayLike<number>; readonly values: ArrayLike<number> }
  /** What the losses are, along their axis: for example `loss on the same samples`. Default `loss`. */
  readonly lossTitle?: string
  /** Default `log`, on which step 0 is left out, which the subtitle says. */
  readonly stepScale?: ScaleType
  /** Default `log`, on which losses ≤ 0 are drawn at the lower edge, which the subtitle says. */
  readonly lossScale?: ScaleType
  /** Upright lines through both parts, for example where a feature hops. Default: none. */
  readonly marks?: readonly { readonly step: number; readonly label: string }[]
}

const width = 620
const levelHeight = 280
const lossHeight = 150

/**
 * One line per feature, the fractions that features of regular shapes have as levels; below it the loss over the same steps.
 *
 * @throws {InvalidFigureError} for records of different lengths, steps that do not ascend, or when nothing can be drawn.
 */
export function dimensionalityHistoryFigure(input: DimensionalityHistoryInput): Figure {
  const { steps, dimensionality, loss, lossTitle = 'loss', stepScale = 'log', lossScale = 'log', marks = [] } = input
  checkHistory(input)
  const records = Array.from(steps, (step, record) => ({ step, values: dimensionality[record]! }))
    .filter(({ step }) => canShow(step, stepScale))
    .map(({ step, values }) => ({
      step,
      feature: Array.from(values, (_, feature) => feature),
      dimensionality: Array.from(values, (value) => Number(value.toPrecision(4))),
    }))
  const found = Array.from(loss.steps, (step, i) => ({ step, loss: loss.values[i]! })).filter(({ step }) =>
    canShow(step, stepScale),
  )
  const all = [...records, ...found].map(({ step }) => step)
  const across = quantityAxis({ title: 'training step', scale: stepScale, whole: true }, all, { field: 'steps' })
  const up = quantityAxis(
    { title: lossTitle, scale: lossScale },
    found.map((point) => point.loss),
    { field: 'loss', fromZero: true },
  )
  const [low, high] = up.scale.domain as [number, number]
  const atEdge = found.filter((point) => !canShow(point.loss, lossScale)).length
  const losses = found.map(({ step, loss }) => ({
    step,
    loss: canShow(loss, lossScale) ? loss : Number.isNaN(loss) || loss > 0 ? high : low,
  }))
  const stepCount = new Set([...Array.from(steps), ...Array.from(loss.steps)]).size
  const x = { field: 'step', type: 'quantitative', ...across } as const
  const hidden = { ...x, axis: { ...across.axis, title: null, labels: false } } as const
  const levels = dimensionalityAxis(1.02)
  const guides = marks.map(({ step, label }) => ({ x: step, label }))
  const above = { x: { ...across, axis: hidden.axis }, y: levels }

  const lines = [
    countOf(atEdge, found.length, (share) => `${share} losses are 0 or not finite: drawn at the edge`),
    stepCount > new Set(all).size ? 'step 0 is left out: the axis is logarithmic' : undefined,
  ]
  return themedFigure(input, lines, {
    spacing: 14,
    vconcat: [
      {
        width,
        height: levelHeight,
        layer: [
          ...fractionLayers(levels, levelHeight, false),
          ...guideLines(guides, above),
          {
            data: { values: records },
            transform: [{ flatten: ['feature', 'dimensionality'] }],
            mark: { type: 'line', color: seriesColors[0]!, opacity: 0.5, strokeWidth: 1.2 },
            encoding: {
              x: hidden,
              y: { ...levels, field: 'dimensionality', type: 'quantitative' },
              detail: { field: 'feature', type: 'nominal' },
            },
          },
          ...guideWords(guides, above),
        ],
      },
      {
        width,
        height: lossHeight,
        layer: [
          ...guideLines(guides, { x: across, y: up }),
          {
            data: { values: losses },
            mark: { type: 'line', color: ink, strokeWidth: 2 },
            encoding: { x, y: { field: 'loss', type: 'quantitative', ...up } },
          },
        ],
      },
    ],
  } satisfies Partial<TopLevelSpec>)
}

function checkHistory({ steps, dimensionality, loss }: DimensionalityHistoryInput): void {
  checkAscending(steps, 'steps')
  checkAscending(loss.steps, 'loss.steps')
  if (dimensionality.length !== steps.length) {
    throw new InvalidFigureError('dimensionality', `${dimensionality.length} records`, `${steps.length}, one per step`)
  }
  const featureCount = dimensionality[0]?.length ?? 0
  for (const [record, values] of dimensionality.entries()) {
    checkNumbers(values, featureCount, `dimensionality[${record}]`, 0, mostDimensionality)
  }
  if (loss.values.length !== loss.steps.length) {
    throw new InvalidFigureError('loss.values', `${loss.values.length} numbers`, `${loss.steps.length}, one per step`)
  }
}

function checkAscending(steps: ArrayLike<number>, field: string): void {
  checkNumbers(steps, steps.length, field)
  for (let k = 1; k < steps.length; k++) {
    if (!(steps[k]! > steps[k - 1]!)) {
      throw new InvalidFigureError(`${field}[${k}]`, String(steps[k]), `more than ${steps[k - 1]}`)
    }
  }
}
