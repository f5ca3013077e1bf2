/**
 * What mathematics says of three correlated pairs in two dimensions: the best model with none, one, two or all of them
 * collapsed, and the probabilities at which the next state becomes the better one.
 */
import { matrixFromRows } from '@digon/matrix'
import { type GroupedFeatures, groupedReluLoss, groupedReluOptimum, type TiedModel } from '@digon/theory'
import { remembered } from '../vocabulary/remembered.js'
import { equalSets } from '../vocabulary/sets.js'
import { pairCount } from './settings.js'

/** Partners are always active together. */
export function pairsAt(probability: number): GroupedFeatures {
  return equalSets({ kind: 'together', setCount: pairCount, setSize: 2, probability })
}

/**
 * Descent starts from these directions (degrees) and norms, by the number of collapsed pairs; the last two have three. They collapsed pairs
 * are first best as two antipodes with the third at right angles, from p ≈ 0.42 on as a triangle.
 */
const starts: readonly TiedModel[] = [
  arms([0, 1], [60, 1], [120, 1], [180, 1], [240, 1], [300, 1]),
  arms([1, 0.71], [-1, 0.71], [80, 1], [150, 1], [210, 1], [280, 1]),
  arms([1, 0.71], [-1, 0.71], [91, 0.71], [89, 0.71], [182, 1], [268, 1]),
  arms([0, 0.71], [0, 0.71], [90, 0.71], [90, 0.71], [180, 0.71], [180, 0.71]),
  arms([0, 0.71], [0, 0.71], [120, 0.71], [120, 0.71], [240, 0.71], [240, 0.71]),
]
/** By what `starts` are: the number of collapsed pairs, and three of them as a triangle. */
export type Shape = 0 | 1 | 2 | 3 | 4

/** Near which the search for the thresholds begins. */
const guesses = [0.07, 0.14, 0.38]

/** The best model of a shape. */
export const optimumAs = remembered(({ shape, probability }: { readonly shape: Shape; readonly probability: number }) =>
  groupedReluOptimum(starts[shape]!, pairsAt(probability)),
)

/** The best model with so many collapsed pairs. */
export function optimumWith({ collapsed, probability }: { readonly collapsed: number; readonly probability: number }) {
  const optimum = optimumAs({ shape: collapsed as Shape, probability })
  if (collapsed < 3 || probability < 0.4) return optimum
  const asTriangle = optimumAs({ shape: 4, probability })
  return asTriangle.loss < optimum.loss ? asTriangle : optimum
}

/** Takes some seconds. */
export const exactStates = remembered((probabilities: readonly number[]) => {
  const thresholds = guesses.map((guess, fewer) => threshold(fewer, guess))
  return {
    /** Where one, two and three collapsed pairs begin to lose less than one fewer. */
    thresholds,
    /** The least loss of any of the four states, averaged over features. */
    optima: probabilities.map((probability) => {
      const collapsed = thresholds.filter((value) => value < probability).length
      return { probability, collapsed, loss: optimumWith({ collapsed, probability }).loss }
    }),
  }
})

/**
 * Where the optimum with `fewer` collapsed pairs loses as much as the one with one more, by Newton's method: an
 * optimum's loss changes with the probability as that of the same model, since its parameters are stationary.
 */
function threshold(fewer: number, guess: number): number {
  let probability = guess
  let models = [starts[fewer]!, starts[fewer + 1]!]
  for (let iteration = 0; iteration < 8; iteration++) {
    const features = pairsAt(probability)
    const optima = models.map((model) => groupedReluOptimum(model, features))
    models = optima.map(({ model }) => model)
    const by = 1e-4 * probability
    const gradient = (differenceAt(models, probability + by) - differenceAt(models, probability - by)) / (2 * by)
    const step = (optima[0]!.loss - optima[1]!.loss) / gradient
    probability -= step
    if (Math.abs(step) < 1e-4 * probability) break
  }
  return probability
}

function differenceAt(models: readonly TiedModel[], probability: number): number {
  const [few, more] = models.map((model) => groupedReluLoss(model, pairsAt(probability)))
  return few! - more!
}

function arms(...polar: readonly (readonly [angle: number, length: number])[]): TiedModel {
  const rows = polar.map(([angle, length]) => {
    const radians = (angle * Math.PI) / 180
    return [length * Math.cos(radians), length * Math.sin(radians)]
  })
  return { weights: matrixFromRows(rows), bias: new Float64Array(rows.length) }
}
