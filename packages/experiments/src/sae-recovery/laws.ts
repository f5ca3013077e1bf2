/** Laws of the features that the autoencoders read, and where those start that start near the truth. */
import type { FeatureLaw } from '@digon/data'
import { randomDirections } from '@digon/dictionaries'
import { type Matrix, matrix } from '@digon/matrix'
import { absorption, active, detector, type HedgingCase, hedging, hedgingCases, matryoshka } from './settings.js'

const one = { kind: 'constant', value: 1 } as const

/** How the second feature depends on the first. `mostly nested`: 95 % of it with the parent, 5 % alone. */
export type AbsorptionCase = 'independent' | 'nested' | 'mostly nested'

export function absorptionLaw(of: AbsorptionCase): FeatureLaw {
  const { probability } = absorption
  const [parent, child] = probability as [number, number]
  const others = probability.slice(2)
  if (of === 'independent') return { kind: 'independent', probability, values: one }
  if (of === 'nested') {
    return { kind: 'hierarchy', probability, parents: [null, 0, ...others.map(() => null)], values: one }
  }
  return twoFeatures({ parent, withParent: (0.95 * child) / parent, without: (0.05 * child) / (1 - parent) }, others)
}

export function hedgingLaw(of: HedgingCase): FeatureLaw {
  return twoFeatures({ parent: hedging.parent, ...hedgingCases[of] })
}

/** Of the first feature, and of the second given the first; others are independent. */
function twoFeatures(
  { parent, withParent, without }: { readonly parent: number; readonly withParent: number; readonly without: number },
  others: readonly number[] = [],
): FeatureLaw {
  const states = [
    { weight: parent, features: [1, withParent] },
    { weight: 1 - parent, features: [0, without] },
  ]
  return {
    kind: 'latent',
    probability: states.map(({ features }) => [...features, ...others]),
    weights: states.map(({ weight }) => weight),
    values: one,
  }
}

/** The first feature's correlation with all others has this sign; the others are independent of one another. */
export function activeLaw(sign: 1 | -1): FeatureLaw {
  const { featureCount, probability, correlation, deviation } = active
  return {
    kind: 'copula',
    probability,
    correlation: square(featureCount, (i, j) => (i === 0 || j === 0 ? sign * correlation : 0)),
    values: { kind: 'clipped-normal', mean: 1, deviation },
  }
}

/** Neighbors in pairs are correlated, with alternating sign. */
export function detectorLaw(): FeatureLaw {
  const { featureCount, trueCount, correlation } = detector
  const pairSign = (i: number) => (Math.floor(i / 2) % 2 === 0 ? 1 : -1)
  return {
    kind: 'copula',
    probability: trueCount / featureCount,
    correlation: square(featureCount, (i, j) =>
      Math.floor(i / 2) === Math.floor(j / 2) ? pairSign(i) * correlation : 0,
    ),
    values: { kind: 'clipped-normal', mean: 1, deviation: active.deviation },
  }
}

export function matryoshkaLaw(): FeatureLaw {
  const { parent, child, children } = matryoshka
  const indices = Array.from({ length: children }, (_, index) => index)
  return {
    kind: 'hierarchy',
    probability: [parent, ...indices.map(() => parent * child)],
    parents: [null, ...indices.map(() => 0)],
    values: one,
  }
}

/** The first so many true directions, and normal noise of this deviation on each coordinate. */
export function nearTruth({ columns, values }: Matrix, rows: number, noise: number, seed: number): Matrix {
  const others = randomDirections(rows, columns, seed).values
  // Coordinates of a random unit vector have the deviation 1/√columns.
  return matrix(
    rows,
    columns,
    values.slice(0, rows * columns).map((value, k) => value + noise * Math.sqrt(columns) * others[k]!),
  )
}

function square(size: number, of: (i: number, j: number) => number): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i === j ? 1 : of(i, j))))
}
