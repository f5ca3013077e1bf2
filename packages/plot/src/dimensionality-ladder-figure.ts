/**
 * The dimensionality of every feature of many models against sparsity, with the fractions that features gather on (paper §6,
 * its main figure). Over training instead of sparsity it is `dimensionalityHistoryFigure`.
 */
import type { TopLevelSpec } from 'vega-lite'
import { checkNumbers } from './check-numbers.js'
import type { Figure } from './figure.js'
import { dimensionalityAxis, fractionLayers } from './fractions.js'
import { InvalidFigureError } from './invalid-figure-error.js'
import { background, ink, seriesColors } from './palette.js'
import { quantityAxis } from './quantity-axis.js'
import { type FigureText, themedFigure } from './theme.js'

export interface LadderModel {
  /** P(feature is active), 0 excluded, to 1: the place on the horizontal axis is 1 / probability = 1 / (1 − S). */
  readonly probability: number
  /** `[feature]`: D_i, from 0 to 1. */
  readonly dimensionality: ArrayLike<number>
  /** D* = m / ‖W‖_F², > 0: the line. Default: no line through this model. */
  readonly dimensionsPerFeature?: number
}

export interface DimensionalityLadderInput extends FigureText {
  /** At least one, in any order; several of one probability are drawn over each other, and D* goes through their mean. */
  readonly models: readonly LadderModel[]
}

/** Fraction of the gap to the next probability over which points are spread to either side, as in the paper's notebook. */
const jitter = 0.1

/**
 * One point per feature at its dimensionality, spread sideways a little by a fixed pattern, so that the picture is the same every
 * time; lines at the fractions of regular shapes, named; D* as a line over the points.
 *
 * @throws {InvalidFigureError} for no model, a probability that is not above 0 and at most 1, a D_i outside 0 to 1, or D* ≤ 0.
 */
export function dimensionalityLadderFigure(input: DimensionalityLadderInput): Figure {
  const { models } = input
  checkModels(models)
  const places = [...new Set(models.map(({ probability }) => 1 / probability))].sort((a, b) => a - b)
  const spread = jitter * Math.min(...places.slice(1).map((place, i) => Math.log(place / places[i]!)), Math.log(2))
  const points = models.flatMap(({ probability, dimensionality }) =>
    Array.from(dimensionality, (value, feature) => ({
      probability,
      feature,
      place: Math.exp(spread * offset(feature)) / probability,
      dimensionality: value,
    })),
  )
  const line = places.flatMap((place) => meanAt(place, models))
  const ends = [places[0]! * Math.exp(-2 * spread), places.at(-1)! * Math.exp(2 * spread)] as const
  const x = {
    field: 'place',
    type: 'quantitative',
    ...quantityAxis({ title: '1 / (1 − S) = 1 / p', scale: 'log', domain: ends }, [], { field: 'models' }),
  } as const
  const axis = dimensionalityAxis(Math.max(1.05, ...line.map(({ value }) => value + 0.05)))
  const height = { ...axis, type: 'quantitative' } as const

  return themedFigure(input, {
    width: 640,
    height: 440,
    layer: [
      ...fractionLayers(axis),
      {
        data: { values: points },
        mark: { type: 'square', color: ink, opacity: 0.5, size: 5 },
        encoding: { x, y: { ...height, field: 'dimensionality' } },
      },
      {
        data: { values: line },
        mark: { type: 'line', color: background, strokeWidth: 6 },
        encoding: { x, y: { ...height, field: 'value' } },
      },
      {
        data: { values: line },
        mark: { type: 'line', strokeWidth: 3 },
        encoding: {
          x,
          y: { ...height, field: 'value' },
          color: {
            datum: 'D* = m / ‖W‖²',
            scale: { range: [seriesColors[1]!] },
            legend: { title: null, orient: 'top' },
          },
        },
      },
    ],
  } satisfies Partial<TopLevelSpec>)
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
  if (found.length === 0) return []
  return [{ place, value: found.reduce((sum, value) => sum + value, 0) / found.length }]
}

function checkModels(models: readonly LadderModel[]): void {
  if (models.length === 0) throw new InvalidFigureError('models', 'none', 'at least one')
  for (const [i, { probability, dimensionality, dimensionsPerFeature }] of models.entries()) {
    if (!(probability > 0 && probability <= 1)) {
      throw new InvalidFigureError(`models[${i}].probability`, String(probability), 'a number above 0 and at most 1')
    }
    checkNumbers(dimensionality, dimensionality.length, `models[${i}].dimensionality`, 0)
    if (dimensionsPerFeature !== undefined && !(dimensionsPerFeature > 0 && Number.isFinite(dimensionsPerFeature))) {
      throw new InvalidFigureError(
        `models[${i}].dimensionsPerFeature`,
        String(dimensionsPerFeature),
        'a finite number > 0',
      )
    }
  }
}
