/**
 * What mathematics says of the phase diagrams: exact losses of the paper's candidates, and exact optima. Plain JSON.
 */
import { matrixFromRows } from '@digon/matrix'
import {
  type PhaseSetting,
  type PhaseStateName,
  phaseBoundary,
  phaseCandidates,
  phaseOptimum,
  phaseTriplePoint,
  reluLoss,
} from '@digon/theory'
import { remembered } from '../vocabulary/remembered.js'
import { type HiddenSize, sizes } from './settings.js'

/** The exact optimum over all weights, and over all biases if they are free, which is the default. */
export const exactOptimum = remembered(({ freeBias = true, ...setting }: PhaseSetting & { freeBias?: boolean }) =>
  phaseOptimum(setting, { freeBias }),
)

/** Of all features, the extra one last. */
export function importanceAt({ hiddenSize, relativeImportance }: PhaseSetting): readonly number[] {
  return [...new Array<number>(hiddenSize).fill(1), relativeImportance]
}

/**
 * Where the losses of the paper's candidates meet, and how.
 *
 * @param lossOf another loss than the exact one, to see that the results depend on it.
 */
export function candidateTheory(lossOf: typeof reluLoss = reluLoss) {
  const lossAt = (setting: PhaseSetting, name: PhaseStateName) => {
    const { model } = phaseCandidates(setting).find((candidate) => candidate.name === name)!
    return lossOf(model, { probability: setting.probability, importance: importanceAt(setting) })
  }
  const crossing = (hiddenSize: HiddenSize, relativeImportance: number) => {
    const [shared, ignored] = statesAtBoundary(hiddenSize, relativeImportance)
    return rootOf((probability) => {
      const setting = { hiddenSize, relativeImportance, probability }
      return lossAt(setting, shared) - lossAt(setting, ignored)
    })
  }
  const slopeAtHalf = (name: PhaseStateName) => {
    const half = { hiddenSize: 1, relativeImportance: 0.5 } as const
    const [boundary, step] = [phaseBoundary(1, 0.5), 1e-4]
    const [after, before] = [boundary + step, boundary - step]
    return (lossAt({ ...half, probability: after }, name) - lossAt({ ...half, probability: before }, name)) / (2 * step)
  }
  return {
    /** `crossing`: the probability at which the exact losses of two candidates meet, NaN where they do not. */
    boundaries: sizes.flatMap((hiddenSize) =>
      [0.1, 0.3, 0.7, 1, 1.5, 3, 10].map((relativeImportance) => ({
        hiddenSize,
        crossing: crossing(hiddenSize, relativeImportance),
        closedForm: phaseBoundary(hiddenSize, relativeImportance),
      })),
    ),
    triplePoint: { crossing: crossing(2, 1), closedForm: phaseTriplePoint.probability },
    /** Slopes of the two losses against p where they meet at r = 1/2, one dimension: superposition first. */
    slopes: statesAtBoundary(1, 0.5).map(slopeAtHalf),
    /** Loss of three features at 120° over that of a digon and a dedicated feature: r = 1, two dimensions. */
    triangle: [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 1].map((probability) => {
      const triangle = lossOf({ weights: threeAt120, bias: [0, 0, 0] }, { probability, importance: [1, 1, 1] })
      return triangle / lossAt({ hiddenSize: 2, relativeImportance: 1, probability }, 'others in a digon')
    }),
  }
}

const threeAt120 = matrixFromRows([
  [1, 0],
  [-0.5, Math.sqrt(3) / 2],
  [-0.5, -Math.sqrt(3) / 2],
])

/** The states that meet at a boundary: superposition, and what it gives way to. */
function statesAtBoundary(hiddenSize: HiddenSize, relativeImportance: number): [PhaseStateName, PhaseStateName] {
  if (relativeImportance <= 1) return ['extra in a digon', 'extra ignored']
  return [hiddenSize === 1 ? 'extra in a digon' : 'others in a digon', 'other ignored']
}

/** The root of a function of p by bisection; NaN when its signs at the ends are equal. */
function rootOf(gap: (probability: number) => number): number {
  let [low, high] = [1e-3, 1]
  if (gap(low) * gap(high) > 0) return Number.NaN
  for (let round = 0; round < 45; round++) {
    const middle = (low + high) / 2
    if (gap(low) * gap(middle) <= 0) high = middle
    else low = middle
  }
  return (low + high) / 2
}

/** Ratio of neighboring probabilities down to which the switch is sought. */
const switchAccuracy = 1.002

/** Where the exact optimum over all weights and biases leaves superposition, one dimension. */
export function exactSwitch(relativeImportance: number) {
  const boundary = phaseBoundary(1, relativeImportance)
  const normAt = (probability: number) =>
    Math.abs(exactOptimum({ hiddenSize: 1, relativeImportance, probability }).model.weights.values[1]!)
  let [low, high] = [0.8 * boundary, Math.min(1, 1.5 * boundary)]
  while (high / low > switchAccuracy) {
    const middle = Math.sqrt(low * high)
    if (normAt(middle) > 0.3) low = middle
    else high = middle
  }
  return {
    relativeImportance,
    probability: Math.sqrt(low * high),
    /** Of the candidates. */
    boundary,
    /** Norm of the extra feature just below and just above. */
    norms: [normAt(low), normAt(high)] as const,
  }
}

/**
 * The optimum of two features in one dimension without biases; the loss is summed over them, as in McGrath's
 * formulas.
 */
export function biasFreeOptimum(probability: number, relativeImportance: number) {
  const { model, loss } = exactOptimum({ hiddenSize: 1, relativeImportance, probability, freeBias: false })
  return { weights: orderedWeights(model.weights.values), loss: 2 * loss }
}

/** The larger one first and positive: what is left when features and signs may be exchanged. */
export function orderedWeights([first, second]: ArrayLike<number> & Iterable<number>): readonly [number, number] {
  const [large, small] = Math.abs(first!) >= Math.abs(second!) ? [first!, second!] : [second!, first!]
  return large < 0 ? [-large, 0 - small] : [large, small]
}
