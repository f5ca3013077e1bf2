/**
 * Features in sets of equal size that follow one another: set s has the features from s × setSize on. Their law, how
 * features of one set and of different sets lie to each other, and alignment where sets are exchangeable. Pairs in a
 * plane: `pairs.ts`.
 */
import type { IndependentLaw } from '@digon/data'
import type { Matrix } from '@digon/matrix'
import { alignExchangeable, featureNorms, gramMatrix } from '@digon/metrics'
import type { FeatureSet, GroupedFeatures } from '@digon/theory'

export interface EqualSets extends Pick<FeatureSet, 'kind' | 'probability'> {
  readonly setCount: number
  readonly setSize: number
}

/** What theory needs to know of them, with importance 1. */
export function equalSets({ kind, probability, setCount, setSize }: EqualSets): GroupedFeatures {
  return {
    sets: range(setCount).map((set) => ({ kind, features: featuresOf(set, setSize), probability })),
    importance: new Array<number>(setCount * setSize).fill(1),
  }
}

/** The law that an ensemble trains on, for sets of one probability. */
export function lawOf({ sets }: GroupedFeatures): Omit<IndependentLaw, 'kind'> {
  return { probability: sets[0]!.probability, groups: sets.map(({ kind, features }) => ({ kind, features })) }
}

/**
 * @param weights `[feature, hidden]`.
 * @param setSize features of a set, of which there are at least two.
 */
export function setGeometry(weights: Matrix, setSize: number) {
  const norms = featureNorms(weights)
  const { values } = gramMatrix(weights)
  const count = weights.rows
  const [within, across]: [number[], number[]] = [[], []]
  const opposite = new Array<number>(count).fill(1)
  let [inside, between] = [0, 0]
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const product = values[i * count + j]!
      const cosine = product === 0 ? 0 : product / (norms[i]! * norms[j]!)
      if (Math.floor(i / setSize) === Math.floor(j / setSize)) {
        within.push(cosine)
        inside += product * product
      } else {
        across.push(cosine)
        between += product * product
        opposite[i] = Math.min(opposite[i]!, cosine)
        opposite[j] = Math.min(opposite[j]!, cosine)
      }
    }
  }
  return {
    /** `[feature]`. */
    norms: [...norms],
    /** Cosines of all pairs of features in one set; 0 where one of them has no length. */
    within,
    /** Cosines of all pairs in different sets. */
    across,
    /** `[feature]`: the smallest cosine with a feature of another set; −1 is an antipodal partner. */
    opposite,
    /** Share of Σ_{i≠j} (W_i·W_j)² that is between sets, from 0 to 1; NaN when there is none at all. */
    interferenceAcross: between / (inside + between),
  }
}

/**
 * Of all orders of the sets and of the features in each, and of all rotations and reflections, what brings the weights
 * nearest to the target.
 *
 * @param weights `[feature, hidden]`.
 * @param target of the same shape.
 */
export function alignBySets(weights: Matrix, target: Matrix, setSize: number): Matrix {
  const sets = range(weights.rows / setSize).map((set) => featuresOf(set, setSize))
  return alignExchangeable(weights, target, { sets }).aligned
}

function featuresOf(set: number, setSize: number): readonly number[] {
  return range(setSize).map((index) => set * setSize + index)
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index)
}
