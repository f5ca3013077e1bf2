/**
 * The theoretical phase diagram of one extra feature (paper §5): which of a few candidate models is best at a relative importance
 * and a probability. Candidates have unit norms and no bias but for a feature that is left out (p/2); what changes when all
 * parameters are free is `phaseOptimum`.
 */
import { matrixFromRows } from '@digon/matrix'
import { digonLoss } from './digon-loss.js'
import { checkProbability } from './feature-moments.js'
import type { IndependentFeatures } from './independent-features.js'
import { leastReluOptimum, type ReluOptimum, type ReluOptimumOptions } from './relu-optimum.js'
import type { TiedModel } from './tied-model.js'

/**
 * n = m + 1 features: the last one is the extra feature, of importance r; the others have importance 1. With one dimension
 * there is one other feature, with two there are two.
 */
export interface PhaseSetting {
  /** m. */
  readonly hiddenSize: 1 | 2
  /** r, finite and ≥ 0. */
  readonly relativeImportance: number
  /** p of all features, from 0 to 1. */
  readonly probability: number
}

/** What becomes of an extra feature. */
export type PhaseStateName = 'extra ignored' | 'other ignored' | 'extra in a digon' | 'others in a digon'

/** One of the four states of an extra feature, with its loss. */
export interface PhaseCandidate {
  readonly name: PhaseStateName
  readonly model: TiedModel
  /** Averaged over features, as in training. */
  readonly loss: number
}

interface State {
  readonly name: PhaseStateName
  readonly rows: readonly (readonly number[])[]
  readonly pairs: readonly (readonly [number, number])[]
  readonly dedicated: readonly number[]
}

const states: Readonly<Record<1 | 2, readonly State[]>> = {
  1: [
    { name: 'extra ignored', rows: [[1], [0]], pairs: [], dedicated: [0] },
    { name: 'other ignored', rows: [[0], [1]], pairs: [], dedicated: [1] },
    { name: 'extra in a digon', rows: [[1], [-1]], pairs: [[0, 1]], dedicated: [] },
  ],
  2: [
    {
      name: 'extra ignored',
      rows: [
        [1, 0],
        [0, 1],
        [0, 0],
      ],
      pairs: [],
      dedicated: [0, 1],
    },
    {
      name: 'other ignored',
      rows: [
        [0, 0],
        [1, 0],
        [0, 1],
      ],
      pairs: [],
      dedicated: [1, 2],
    },
    {
      name: 'extra in a digon',
      rows: [
        [1, 0],
        [0, 1],
        [0, -1],
      ],
      pairs: [[1, 2]],
      dedicated: [0],
    },
    {
      name: 'others in a digon',
      rows: [
        [1, 0],
        [-1, 0],
        [0, 1],
      ],
      pairs: [[0, 1]],
      dedicated: [2],
    },
  ],
}

/**
 * The candidates with their losses, the best one first; on a tie, which boundaries are, in the order of the states' names above.
 *
 * @throws {RangeError} when a number is outside its range.
 */
export function phaseCandidates(setting: PhaseSetting): readonly PhaseCandidate[] {
  const features = featuresOf(setting)
  return states[setting.hiddenSize]
    .map(({ name, rows, pairs, dedicated }) => ({
      name,
      model: {
        weights: matrixFromRows(rows),
        bias: rows.map((row) => (row.some((value) => value !== 0) ? 0 : setting.probability / 2)),
      },
      loss: digonLoss(features, pairs, dedicated),
    }))
    .sort((a, b) => a.loss - b.loss)
}

/**
 * The probability below which superposition is best: 4r/(2 + 5r) for r ≤ 1; beyond, 4/(5 + 2r) with one dimension and 4/7 with
 * two. The other boundary is r = 1, above this one. Phases change there with a kink of the loss (first order).
 *
 * @param relativeImportance r, finite and ≥ 0.
 * @throws {RangeError} when it is not.
 */
export function phaseBoundary(hiddenSize: 1 | 2, relativeImportance: number): number {
  const r = checkImportance(relativeImportance)
  if (r <= 1) return (4 * r) / (2 + 5 * r)
  return hiddenSize === 1 ? 4 / (5 + 2 * r) : phaseTriplePoint.probability
}

/** Where the phases meet: three with one dimension, four with two. */
export const phaseTriplePoint: { readonly relativeImportance: number; readonly probability: number } = {
  relativeImportance: 1,
  probability: 4 / 7,
}

/**
 * The exact optimum over all weights, and over all biases if they are free: the best of the descents from the candidates, from
 * shorter extra arms and from features side by side. With one dimension and no bias it is McGrath's exact solution in the
 * paper's comments, "confused" phase included.
 *
 * @throws {RangeError} when a number is outside its range.
 */
export function phaseOptimum(setting: PhaseSetting, options: ReluOptimumOptions = {}): ReluOptimum {
  const { hiddenSize, probability } = setting
  const candidates = phaseCandidates(setting).map(({ model }) => model)
  const biases = options.freeBias === false ? [0] : [0, probability / 2]
  const starts = [...candidates, ...moreStarts[hiddenSize].map((rows) => ({ weights: matrixFromRows(rows), bias: [] }))]
  return leastReluOptimum(
    starts.flatMap(({ weights }) =>
      biases.map((bias) => ({ weights, bias: new Float64Array(hiddenSize + 1).fill(bias) })),
    ),
    featuresOf(setting),
    options,
  )
}

const half = Math.SQRT1_2
const moreStarts: Readonly<Record<1 | 2, readonly (readonly (readonly number[])[])[]>> = {
  1: [
    [[half], [half]],
    [[1], [-0.5]],
    [[0.5], [-1]],
  ],
  2: [
    [
      [1, 0],
      [0, half],
      [0, half],
    ],
    [
      [1, 0],
      [0, 1],
      [0, -0.5],
    ],
    [
      [1, 0],
      [-0.5, 0.87],
      [-0.5, -0.87],
    ],
  ],
}

function featuresOf({ hiddenSize, relativeImportance, probability }: PhaseSetting): IndependentFeatures {
  checkProbability(probability)
  const others = new Array<number>(hiddenSize).fill(1)
  return { probability, importance: [...others, checkImportance(relativeImportance)] }
}

function checkImportance(relativeImportance: number): number {
  if (!(relativeImportance >= 0 && relativeImportance < Infinity)) {
    throw new RangeError(`invalid relativeImportance: ${relativeImportance}; expected a finite number ≥ 0`)
  }
  return relativeImportance
}
