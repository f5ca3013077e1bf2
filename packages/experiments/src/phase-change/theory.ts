/**
 * What mathematics says of the phase diagrams: exact optima over all weights and biases, and how they leave superposition.
 * Plain JSON.
 */
import { matrixFromRows } from '@digon/matrix'
import { type PhaseSetting, phaseBoundary, phaseOptimum, type ReluOptimum } from '@digon/theory'
import { remembered } from '../vocabulary/remembered.js'
import type { HiddenSize } from './settings.js'

/** Of all features, the extra one last. */
export function importanceAt({ hiddenSize, relativeImportance }: PhaseSetting): readonly number[] {
  return [...new Array<number>(hiddenSize).fill(1), relativeImportance]
}

/** The density at so many times the boundary of theory, to five digits. */
export function probabilityAt(hiddenSize: HiddenSize, relativeImportance: number, factor: number): number {
  return Number((factor * phaseBoundary(hiddenSize, relativeImportance)).toPrecision(5))
}

/** In one dimension: over both weights, and over both biases if they are free, which is the default. */
export const optimumOfTwo = remembered(
  ({ freeBias = true, ...point }: Omit<PhaseSetting, 'hiddenSize'> & { readonly freeBias?: boolean }) =>
    phaseOptimum({ hiddenSize: 1, ...point }, { freeBias }),
)

/**
 * The exact optimum over all weights and biases. In two dimensions one feature has a dimension of its own, at no loss, and the other
 * two share one as best they can; only around the point where the phases meet three features at some 120° lose up to 4 % less.
 */
export function exactOptimum(setting: PhaseSetting): ReluOptimum {
  const { hiddenSize, relativeImportance, probability } = setting
  const withExtra = optimumOfTwo({ relativeImportance, probability })
  if (hiddenSize === 1) return withExtra
  if (relativeImportance > 0.6 && relativeImportance < 1.6 && probability > 0.5) return optimumOfThree(setting)
  const others = optimumOfTwo({ relativeImportance: 1, probability })
  return withExtra.loss <= others.loss ? besideDedicated(withExtra, 0) : besideDedicated(others, 2)
}

const optimumOfThree = remembered((setting: PhaseSetting) => phaseOptimum(setting))

/** Two features on one dimension, and the dedicated one, of this index, on another. */
function besideDedicated({ model: { weights, bias }, loss }: ReluOptimum, dedicated: 0 | 2): ReluOptimum {
  const rows = Array.from(weights.values, (value) => [value, 0]).toSpliced(dedicated, 0, [0, 1])
  const biases = Array.from(bias).toSpliced(dedicated, 0, 0)
  return { model: { weights: matrixFromRows(rows), bias: biases }, loss: (2 / 3) * loss }
}

type Two = readonly [number, number]

/** In units of the boundary of theory. */
const factors = Array.from({ length: 18 }, (_, k) => Number((0.92 + 0.04 * k).toFixed(2)))

/** How the extra feature's arm ends in the exact optimum, one dimension, as the density rises past the boundary of theory. */
export const exactEnd = remembered((relativeImportance: number) => {
  const armAt = (factor: number) => {
    const probability = Math.min(1, factor * phaseBoundary(1, relativeImportance))
    return Math.abs(optimumOfTwo({ relativeImportance, probability }).model.weights.values[1]!)
  }
  const arms = factors.map(armAt)
  const falls = arms.slice(1).map((arm, k) => arms[k]! - arm)
  const k = falls.indexOf(Math.max(...falls))
  let [low, high] = [factors[k]!, factors[k + 1]!]
  // Into the half in which the arm falls more: the fall over a hundredth stays a jump or vanishes.
  while (high / low > 1.005) {
    const middle = Math.sqrt(low * high)
    const arm = armAt(middle)
    if (armAt(low) - arm > arm - armAt(high)) high = middle
    else low = middle
  }
  const points = [...factors, low, high]
    .map((factor) => ({ factor, arm: armAt(factor) }))
    .sort((a, b) => a.factor - b.factor)
  return {
    relativeImportance,
    /** In units of the boundary of theory, with the arm's length at each. */
    factors: points.map(({ factor }) => factor),
    arms: points.map(({ arm }) => arm),
    /** By how much the arm falls where it falls most, within half a hundredth of the density. */
    fall: armAt(low) - armAt(high),
    /** Up to where it is longer than 0.05, at least. */
    lasts: Math.max(...points.filter(({ arm }) => arm > 0.05).map(({ factor }) => factor)),
  }
})

/** The larger one first and positive: what is left when features and signs may be exchanged. */
export function orderedWeights([first, second]: ArrayLike<number> & Iterable<number>): Two {
  const [large, small] = Math.abs(first!) >= Math.abs(second!) ? [first!, second!] : [second!, first!]
  return large < 0 ? [-large, 0 - small] : [large, small]
}
