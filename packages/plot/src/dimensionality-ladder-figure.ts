/**
 * The dimensionality of every feature of many models against sparsity, with the fractions that features gather on (paper §6,
 * its main figure). Over training instead of sparsity it is `dimensionalityHistoryFigure`.
 */
import type { TopLevelSpec } from 'vega-lite'
import { checkNumbers } from './check-numbers.js'
import { countOf } from './count-of.js'
import type { Figure } from './figure.js'
import { dimensionalityAxis, fractionLayers, mostDimensionality } from './fractions.js'
import { InvalidFigureError } from './invalid-figure-error.js'
import { ink, seriesColors } from './palette.js'
import { quantityAxis } from './quantity-axis.js'
import { type FigureText, themedFigure } from './theme.js'

/** One model of the ladder. */
export interface LadderModel {
  /** P(feature is active), 0 excluded, to 1: the place on the horizontal axis is 1 / probability = 1 / (1 − S). */
  readonly probability: number
  /** `[feature]`: D_i, from 0 to 1. */
  readonly dimensionality: ArrayLike<number>
  /** D* = m / ‖W‖_F², > 0: the line, which goes past a model without it, or with Infinity. */
  readonly dimensionsPerFeature?: number
}

export interface DimensionalityLadderInput extends FigureText {
  /** At least one, in any order; several of one probability are drawn over each other, and the line of D* goes through their mean. */
  readonly models: readonly LadderModel[]
}

/** Part of the smallest gap between probabilities over which points are spread to either side. */
const jitter = 0.25

/** Where the axis ends when D* goes far above 1, as it does for models that have learned nearly nothing. */
const highest = 1.5

const width = 640
const height = 440

/**
 * One point per feature at its dimensionality, spread sideways a little by a fixed pattern, so that the picture is the same every
 * time; lines at the fractions of regular shapes, named; D* as a line over the points.
 *
 * @throws {InvalidFigureError} for no model, a probability that is not above 0 and at most 1, a D_i outside 0 to 1, or D* ≤ 0.
 */
export function dimensionalityLadderFigure(input: DimensionalityLadderInput): Figure {
  const { models } = input
  checkModels(models)
  const positions = [...new Set(models.map(({ probability }) => 1 / probability))].sort((a, b) => a - b)
  const spread =
    jitter * Math.min(...positions.slice(1).map((place, i) => Math.log(place / positions[i]!)), Math.log(2))
  const line = positions.flatMap((place) => meanAt(place, models))
  const ends = [positions[0]! * Math.exp(-2 * spread), positions.at(-1)! * Math.exp(2 * spread)] as const
  const points = pointsOf(models, spread, ends)
  const x = {
    field: 'place',
    type: 'quantitative',
    ...quantityAxis({ title: '1 / (1 − S) = 1 / p', scale: 'log', domain: ends }, [], { field: 'models' }),
  } as const
  const axis = dimensionalityAxis(Math.min(highest, Math.max(1.05, ...line.map(({ value }) => value + 0.05))))
  const up = { ...axis, type: 'quantitative' } as const

  const without = models.filter(({ dimensionsPerFeature }) => dimensionsPerFeature === Number.POSITIVE_INFINITY).length

  const lines = [
    line.length === 0
      ? undefined
      : countOf(without, models.length, (share) => `the line leaves out ${share} models that have learned nothing`),
    line.some(({ value }) => value > highest) ? `the line goes beyond ${highest}` : undefined,
  ]
  return themedFigure(input, lines, {
    width,
    height,
    layer: [
      ...fractionLayers(axis, height),
      {
        data: { values: line },
        mark: { type: 'line', strokeWidth: 4, clip: true },
        encoding: {
          x,
          y: { ...up, field: 'value' },
          color: {
            datum: 'D* = m / ‖W‖²',
            scale: { range: [seriesColors[1]!] },
            legend: { title: null, orient: 'top', symbolType: 'stroke', symbolSize: 700 },
          },
        },
      },
      {
        data: { values: points },
        mark: { type: 'square', color: ink, opacity: 0.5, size: 6 },
        encoding: { x, y: { ...up, field: 'dimensionality' } },
      },
    ],
  } satisfies Partial<TopLevelSpec>)
}

/** Points that fall on the same half pixel are one: thousands of features would only thicken a blot. */
function pointsOf(models: readonly LadderModel[], spread: number, [left, right]: readonly [number, number]): object[] {
  const taken = new Set<string>()
  return models.flatMap(({ probability, dimensionality }) =>
    Array.from(dimensionality, (value, feature) => ({
      place: Number((Math.exp(spread * offset(feature)) / probability).toPrecision(6)),
      dimensionality: Number(value.toPrecision(6)),
    })).filter(({ place, dimensionality: value }) => {
      const across = (width * Math.log(place / left)) / Math.log(right / left)
      const pixel = `${Math.round(2 * across)} ${Math.round(2 * height * value)}`
      return !taken.has(pixel) && taken.add(pixel)
    }),
  )
}

/** From −1 to 1, evenly filled by any run of features: the fractional parts of multiples of the golden ratio. */
function offset(feature: number): number {
  const golden = (Math.sqrt(5) - 1) / 2
  return 2 * ((feature * golden) % 1) - 1
}

function meanAt(place: number, models: readonly LadderModel[]): { place: number; value: number }[] {
  const found = models
    .filter(({ probability }) => 1 / probability === place)
    .flatMap(({ dimensionsPerFeature }) => dimensionsPerFeature ?? [])
    .filter(Number.isFinite)
  if (found.length === 0) return []
  return [{ place, value: found.reduce((sum, value) => sum + value, 0) / found.length }]
}

function checkModels(models: readonly LadderModel[]): void {
  if (models.length === 0) throw new InvalidFigureError('models', 'none', 'at least one')
  for (const [i, { probability, dimensionality, dimensionsPerFeature }] of models.entries()) {
    if (!(probability > 0 && probability <= 1)) {
      throw new InvalidFigureError(`models[${i}].probability`, String(probability), 'a number above 0 and at most 1')
    }
    checkNumbers(dimensionality, dimensionality.length, `models[${i}].dimensionality`, 0, mostDimensionality)
    if (dimensionsPerFeature !== undefined && !(dimensionsPerFeature > 0)) {
      throw new InvalidFigureError(`models[${i}].dimensionsPerFeature`, String(dimensionsPerFeature), 'a number > 0')
    }
  }
}
