/** What mathematics says of the phase diagrams, computed from exact losses and held against closed forms. Plain JSON. */
import { matrixFromRows } from '@digon/matrix'
import {
  type IndependentFeatures,
  type PhaseStateName,
  phaseBoundary,
  phaseCandidates,
  phaseOptimum,
  phaseTriplePoint,
  reluLoss,
  type TiedModel,
} from '@digon/theory'
import type { HiddenSize } from './plan.js'

export type LossOf = (model: TiedModel, features: IndependentFeatures) => number

export interface BoundaryPoint {
  readonly hiddenSize: HiddenSize
  readonly relativeImportance: number
  /** Where the exact losses of the two candidate models meet. */
  readonly crossing: number
  /** 4r/(2 + 5r), 4/(5 + 2r) or 4/7. */
  readonly closedForm: number
}

/** Where the exact optimum over all weights and biases leaves superposition, one dimension. */
export interface ExactSwitch {
  readonly relativeImportance: number
  readonly probability: number
  /** Of the four-state theory. */
  readonly boundary: number
  /** Norm of the extra feature just below and just above. */
  readonly norms: readonly [below: number, above: number]
}

export interface BiasFreeOptimum {
  readonly probability: number
  readonly relativeImportance: number
  /** One hidden dimension: the larger weight first, made positive. */
  readonly weights: readonly [number, number]
  /** Summed over the two features, as McGrath and the paper's formulas have it. */
  readonly loss: number
}

export interface PhaseTheory {
  readonly boundaries: readonly BoundaryPoint[]
  readonly triplePoint: { readonly crossing: number; readonly closedForm: number }
  /** Slopes of the two losses against p where they meet at r = 1/2, one dimension: superposition first. */
  readonly slopes: readonly [number, number]
  /** Loss of three features at 120° over that of a digon and a dedicated feature, by probability: r = 1, two dimensions. */
  readonly triangle: readonly { readonly probability: number; readonly ratio: number }[]
  readonly switches: readonly ExactSwitch[]
  readonly biasFree: readonly BiasFreeOptimum[]
}

const boundaryImportances = [0.1, 0.3, 0.7, 1, 1.5, 3, 10]

/** @param lossOf another loss than the exact one, to see that the results depend on it. */
export function phaseTheory(lossOf: LossOf = reluLoss): PhaseTheory {
  const boundaries = ([1, 2] as const).flatMap((hiddenSize) =>
    boundaryImportances.map((relativeImportance) => ({
      hiddenSize,
      relativeImportance,
      crossing: crossing(hiddenSize, relativeImportance, lossOf),
      closedForm: phaseBoundary(hiddenSize, relativeImportance),
    })),
  )
  return {
    boundaries,
    triplePoint: { crossing: crossing(2, 1, lossOf), closedForm: phaseTriplePoint.probability },
    slopes: slopesAtHalf(lossOf),
    triangle: [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 1].map((probability) => ({
      probability,
      ratio: triangleRatio(probability, lossOf),
    })),
    switches: [0.1, 0.3].map(exactSwitch),
    biasFree: [
      [0.9, 0.8],
      [0.9, 1],
      [0.5, 1],
    ].map(([probability, relativeImportance]) => biasFreeOptimum(probability!, relativeImportance!)),
  }
}

function featuresOf(hiddenSize: HiddenSize, relativeImportance: number, probability: number): IndependentFeatures {
  return { probability, importance: [...new Array<number>(hiddenSize).fill(1), relativeImportance] }
}

function stateLoss(
  name: PhaseStateName,
  hiddenSize: HiddenSize,
  relativeImportance: number,
  probability: number,
  lossOf: LossOf,
): number {
  const { model } = phaseCandidates({ hiddenSize, relativeImportance, probability }).find((c) => c.name === name)!
  return lossOf(model, featuresOf(hiddenSize, relativeImportance, probability))
}

/** The states that meet at a boundary: superposition, and what it gives way to. */
function neighbors(hiddenSize: HiddenSize, r: number): readonly [PhaseStateName, PhaseStateName] {
  if (r <= 1) return ['extra in a digon', 'extra ignored']
  return [hiddenSize === 1 ? 'extra in a digon' : 'others in a digon', 'other ignored']
}

/** The probability at which the two lose the same, by bisection; NaN when they do not cross. */
function crossing(hiddenSize: HiddenSize, r: number, lossOf: LossOf): number {
  const [shared, ignored] = neighbors(hiddenSize, r)
  const gap = (p: number) => stateLoss(shared, hiddenSize, r, p, lossOf) - stateLoss(ignored, hiddenSize, r, p, lossOf)
  return bisect(gap, 1e-3, 1, 45)
}

function slopesAtHalf(lossOf: LossOf): readonly [number, number] {
  const at = phaseBoundary(1, 0.5)
  const step = 1e-4
  const slope = (name: PhaseStateName) =>
    (stateLoss(name, 1, 0.5, at + step, lossOf) - stateLoss(name, 1, 0.5, at - step, lossOf)) / (2 * step)
  const [shared, ignored] = neighbors(1, 0.5)
  return [slope(shared), slope(ignored)]
}

function triangleRatio(probability: number, lossOf: LossOf): number {
  const high = Math.sqrt(3) / 2
  const weights = matrixFromRows([
    [1, 0],
    [-0.5, high],
    [-0.5, -high],
  ])
  const triangle = lossOf({ weights, bias: [0, 0, 0] }, featuresOf(2, 1, probability))
  return triangle / stateLoss('others in a digon', 2, 1, probability, lossOf)
}

/** Ratio of neighboring probabilities down to which the switch is sought. */
const switchAccuracy = 1.002

function exactSwitch(relativeImportance: number): ExactSwitch {
  const boundary = phaseBoundary(1, relativeImportance)
  const normAt = (probability: number) =>
    Math.abs(phaseOptimum({ hiddenSize: 1, relativeImportance, probability }).model.weights.values[1]!)
  let [low, high] = [0.8 * boundary, Math.min(1, 1.5 * boundary)]
  while (high / low > switchAccuracy) {
    const middle = Math.sqrt(low * high)
    if (normAt(middle) > 0.3) low = middle
    else high = middle
  }
  return { relativeImportance, probability: Math.sqrt(low * high), boundary, norms: [normAt(low), normAt(high)] }
}

function biasFreeOptimum(probability: number, relativeImportance: number): BiasFreeOptimum {
  const { model, loss } = phaseOptimum({ hiddenSize: 1, relativeImportance, probability }, { freeBias: false })
  return { probability, relativeImportance, weights: orderedWeights(model.weights.values), loss: 2 * loss }
}

/** The larger one first and positive: what is left when features and signs may be exchanged. */
export function orderedWeights([first, second]: ArrayLike<number> & Iterable<number>): readonly [number, number] {
  const [large, small] = Math.abs(first!) >= Math.abs(second!) ? [first!, second!] : [second!, first!]
  return large < 0 ? [-large, 0 - small] : [large, small]
}

function bisect(gap: (p: number) => number, low: number, high: number, rounds: number): number {
  if (gap(low) * gap(high) > 0) return Number.NaN
  let [a, b] = [low, high]
  for (let k = 0; k < rounds; k++) {
    const middle = (a + b) / 2
    if (gap(a) * gap(middle) <= 0) b = middle
    else a = middle
  }
  return (a + b) / 2
}
