/**
 * What mathematics says of three correlated pairs in two dimensions: the best model with none, one, two or all of them
 * collapsed, and the probabilities at which the next state becomes the better one.
 */
import { matrixFromRows } from '@digon/matrix'
import { groupedReluLoss, groupedReluOptimum, type TiedModel } from '@digon/theory'
import { pairsAt } from './plan.js'

export interface ExactStates {
  /** Where one, two and three collapsed pairs begin to lose less than one fewer. */
  readonly thresholds: readonly [first: number, second: number, third: number]
  /** The least loss of any of the four states, averaged over features. */
  readonly optima: readonly { readonly probability: number; readonly collapsed: number; readonly loss: number }[]
}

/**
 * Descent starts from these directions (degrees) and norms, by the number of collapsed pairs. Three collapsed pairs are first
 * best as two antipodes with the third at right angles, from p ≈ 0.42 on as a triangle.
 */
const starts: readonly TiedModel[] = [
  arms([0, 1], [60, 1], [120, 1], [180, 1], [240, 1], [300, 1]),
  arms([1, 0.71], [-1, 0.71], [80, 1], [150, 1], [210, 1], [280, 1]),
  arms([1, 0.71], [-1, 0.71], [91, 0.71], [89, 0.71], [182, 1], [268, 1]),
  arms([0, 0.71], [0, 0.71], [90, 0.71], [90, 0.71], [180, 0.71], [180, 0.71]),
]
const triangle = arms([0, 0.71], [0, 0.71], [120, 0.71], [120, 0.71], [240, 0.71], [240, 0.71])

/** Near which the search for the thresholds begins. */
const guesses = [0.07, 0.14, 0.38] as const

/** Takes some seconds. */
export function exactStates(probabilities: readonly number[]): ExactStates {
  const thresholds = [threshold(0, guesses[0]), threshold(1, guesses[1]), threshold(2, guesses[2])] as const
  const optima = probabilities.map((probability) => {
    const collapsed = thresholds.filter((value) => value < probability).length
    const candidates = [starts[collapsed]!, ...(collapsed === 3 ? [triangle] : [])]
    const losses = candidates.map((start) => groupedReluOptimum(start, pairsAt(probability)).loss)
    return { probability, collapsed, loss: Math.min(...losses) }
  })
  return { thresholds, optima }
}

/**
 * Where the optimum with `fewer` collapsed pairs loses as much as the one with one more, by Newton's method: an optimum's loss
 * changes with the probability as that of the same model, since its parameters are stationary.
 */
function threshold(fewer: number, guess: number): number {
  let probability = guess
  let models = [starts[fewer]!, starts[fewer + 1]!] as const
  for (let iteration = 0; iteration < 8; iteration++) {
    const features = pairsAt(probability)
    const optima = models.map((model) => groupedReluOptimum(model, features)) as [TiedOptimum, TiedOptimum]
    models = [optima[0].model, optima[1].model]
    const difference = optima[0].loss - optima[1].loss
    const by = 1e-4 * probability
    const slope = (differenceAt(models, probability + by) - differenceAt(models, probability - by)) / (2 * by)
    probability -= difference / slope
    if (Math.abs(difference / slope) < 1e-4 * probability) break
  }
  return probability
}

type TiedOptimum = ReturnType<typeof groupedReluOptimum>

function differenceAt([few, more]: readonly [TiedModel, TiedModel], probability: number): number {
  const features = pairsAt(probability)
  return groupedReluLoss(few, features) - groupedReluLoss(more, features)
}

function arms(...polar: readonly (readonly [angle: number, length: number])[]): TiedModel {
  const rows = polar.map(([angle, length]) => {
    const radians = (angle * Math.PI) / 180
    return [length * Math.cos(radians), length * Math.sin(radians)]
  })
  return { weights: matrixFromRows(rows), bias: new Float64Array(rows.length) }
}
